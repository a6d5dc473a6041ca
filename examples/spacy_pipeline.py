"""Use single fiscal components in a spaCy pipeline of your own."""

import spacy

nlp = spacy.blank("zh")
nlp.add_pipe("fiscal_figures")
nlp.add_pipe("fiscal_changes")

doc = nlp("本年支出合计1,551.25万元，比上年增加120.50万元，增长8.4%，主要原因是人员增加。")

for span in doc.spans["fiscal_amount"]:
    print(span.text, span.label_)

for record in doc._.fiscal_records:
    print(record.kind, record.text)
