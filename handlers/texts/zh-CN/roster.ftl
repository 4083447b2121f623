## Roles, as they are written in a roster file

role-leader = 所领导
role-command_director = 指挥室主任
role-command_duty = 综合指挥岗
role-quality_post = 质效管理岗
role-supervision_post = 执法监督岗
role-community_team_lead = 社区警务队队长
role-case_team_lead = 案件办理队队长
role-group_lead = 大警组组长
role-community_officer = 社区民警
role-case_officer = 办案民警
role-legal_officer = 法制民警
role-case_aux = 案管辅警
role-community_aux = 社区辅警
role-patrol_officer = 巡逻民警
role-patrol_aux = 巡逻辅警
role-volunteer = 志愿者
role-safety_officer = 反诈安全员
role-admin = 系统管理员

roster-no-admin = 照这份名册,就没有系统管理员了,谁也发不了绑定码。请至少留一名系统管理员。
roster-changed = 核对期间名册又有变动,什么也没有写入。请重新导入并核对。
