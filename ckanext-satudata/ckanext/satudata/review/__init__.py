"""Nothing is public that nobody released: submissions, releases, editions, grants and the walidata's desk.

The rows of the catalogue hold what was released last, and nothing else; so no page, feed or wall needs to ask what it
may show. What an officer or a harvest hands over for a dataset that is public lies beside it, in `Submission`, until
somebody who may do so releases it (Perpres 39/2019, articles 33 to 36). A dataset that was never released is a draft
of CKAN, which only its organization and the walidata see.
"""
