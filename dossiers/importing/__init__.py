"""Nhập hồ sơ từ bảng tính: a sheet of the provincial software becomes dossiers.

`sniffing` and `sheet` turn a file into rows; `columns` knows the headings; `values`, `course`, `lookup` and
`rows` turn a row into a dossier's fields or into what is wrong with it; `plan` compares with the records,
`writing` writes; `entry` carries a whole sheet through, `batches` does so for the browser.
"""
