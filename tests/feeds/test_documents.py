from fiscalnlp.feeds import DocumentRecords


def test_the_records_of_a_document_come_back_as_they_were(haigang):
    sent = DocumentRecords.of("haigang.txt", haigang.record, haigang.records())

    assert (sent.doc_id, sent.fiscal_year, sent.region) == (haigang.record.id, 2023, "130302")
    assert tuple(sent.records()) == haigang.records()
    assert [row["kind"] for row in sent.rows()] == [record.kind for record in haigang.records()]
