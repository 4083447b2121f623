## Roles, as they are written in a roster file

role-leader = Station leader
role-command_director = Command director
role-command_duty = Duty post
role-quality_post = Quality post
role-supervision_post = Enforcement-supervision post
role-community_team_lead = Community team lead
role-case_team_lead = Case team lead
role-group_lead = Police group lead
role-community_officer = Community officer
role-case_officer = Case officer
role-legal_officer = Legal officer
role-case_aux = Case auxiliary
role-community_aux = Community auxiliary
role-patrol_officer = Patrol officer
role-patrol_aux = Patrol auxiliary
role-volunteer = Volunteer
role-safety_officer = Fraud-prevention helper
role-admin = Administrator

roster-no-admin = With this roster nobody would be administrator and nobody could be invited. Keep at least one.
roster-changed = The roster was changed meanwhile; nothing was written. Please import and check again.
