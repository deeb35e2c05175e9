"""What an organisation wrote down, and how an answer is found in it, or not.

::

    library = Library(root)
    verdict = await library.ask("paroisse", "peut-on se garer ?")
    verdict.band, verdict.hits[0].chunk.text      # (Band.SURE, 'La cour compte une trentaine …')

Designers write ``data/knowledge/<tenant>/``: questions with their answers in YAML, documents in
Markdown. They are indexed into one file of SQLite per tenant, ``var/knowledge/<tenant>.db``, which
can be thrown away at any time. The store stands behind :class:`~engine.knowledge.store.Store`.
"""
