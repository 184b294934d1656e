"""In phiếu: every legal form as PDF, from the records, in the words of its time.

`sets` which circular's forms a dossier gets; `wording` and `labels` their texts; `codes` QR and Code 128;
`facts` what a form says, kept when it is issued; `sheets` the parts of a printed form; `slips` one module a
form; `rendering` the way to PDF.
"""
