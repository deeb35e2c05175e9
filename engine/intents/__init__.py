"""What a message is about: an intent, how sure, and whether it is about any of them at all.

::

    model = train(examples, Settings(out_of_scope="hors_sujet"))
    model.guess("la messe c'est à quelle heure ?").ranking[0]      # ("horaires_messe", 0.93)

Pure: nothing of Rasa, no clock, no network. Learning needs scikit-learn, guessing only numpy.
"""
