"""Báo tin: to citizens about their dossiers, to officers about their work.

`telling` writes the messages, inside the transaction of what they tell; `sending` gets them out, once each as
far as the gateway allows; `reminding` says each morning what is due and late; `templates` are the words.
"""
