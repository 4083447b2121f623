## Words and photos for whatever they are about (M5, M10)

photos-counted = { $code } photos received: { $photos }.
photos-too-many = { $most } at most; { $more } more not kept.
photos-text-missing = The text needs { $missing } more { $missing ->
        [one] character
       *[other] characters
    }; please go on.
anew-text = { $code }: please send the new text; until it comes, the old one is kept.
anew-photos = { $code }: please send the new photos; until they come, the old ones are kept.
photo-lost = One photo did not arrive. Please send it again.
photos-only = Only photos up to { $most } MB can be taken here; please make them smaller. Give videos and the like to the command room. Your text and photos are still here.
photos-done = Photos done
redo-text = Rewrite text
redo-photos = New photos
edit-taken = Updated as you edited it; { $code } now has { $chars } { $chars ->
        [one] character
       *[other] characters
    }.
edited-too-late = { $code } is handed in; this edit does not count. To change it, withdraw it first.
