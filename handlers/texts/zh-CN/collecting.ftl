## Words and photos for whatever they are about (M5, M10)

photos-counted = { $code } 已收{ $photos }张。
photos-too-many = 最多{ $most }张,多出的{ $more }张没有收下。
photos-text-missing = 文字还差{ $missing }字,请接着发。
anew-text = { $code } 请发新的文字;发来之前,原来的文字都还在。
anew-photos = { $code } 请发新的照片;发来之前,原来的照片都还在。
photo-lost = 有一张照片没有取到,请重发那一张。
photos-only = 只收{ $most }MB以内的照片,请压缩后再发;视频等请交指挥室。文字和已收的照片都还在。
photos-done = 照片发完了
redo-text = 改文字
redo-photos = 重发照片
edit-taken = 已按您改过的内容更新,{ $code } 现共{ $chars }字。
edited-too-late = { $code } 已提交,这次修改没有计入。要改请先撤回。
