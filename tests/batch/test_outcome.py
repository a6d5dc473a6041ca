from fiscalnlp.batch.outcome import read_outcome


def test_a_file_gives_its_documents_and_what_went_wrong(tmp_path):
    (tmp_path / "a.txt").write_text("某县教育局2023年度部门决算\n\n本年收入合计120.50万元。\n", encoding="utf-8")

    outcome = read_outcome(str(tmp_path / "a.txt"))
    assert [document.fiscal_year for document in outcome.documents] == [2023]
    assert outcome.failures == ()

    missing = read_outcome(str(tmp_path / "none.txt"))
    assert missing.documents == ()
    assert [failure.cause for failure in missing.failures] == ["no such file"]
