import pytest

from fiscalnlp.classification import regions


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        # the body's name begins with its division
        ("秦皇岛市海港区科技和工业信息化局（本级）", "秦皇岛市海港区", "130302"),
        ("上海市普陀区人民政府万里街道办事处", "上海市普陀区", "310107"),
        ("河北省教育厅", "河北省", "130000"),
        ("重庆市长寿区卫生健康委员会", "重庆市长寿区", "500115"),
        ("湖北省仙桃市财政局", "湖北省仙桃市", "429004"),
        ("吉林省吉林市船营区人民政府", "吉林省吉林市船营区", "220204"),
        ("浦东新区财政局", "浦东新区", "310115"),
        # party committees: 区委, 县委, 市委, 省委 belong to the division
        ("中共上海市普陀区委社会工作部", "上海市普陀区", "310107"),
        ("中共临沧市委组织部", "临沧市", "530900"),
        ("中共凤庆县委办公室", "凤庆县", "530921"),
        ("中共河北省委宣传部", "河北省", "130000"),
        # the division stands inside the name or the title
        ("国家税务总局上海市普陀区税务局", "上海市普陀区", "310107"),
        ("2023年度重庆市丰都县部门决算", "重庆市丰都县", "500230"),
        # unique counties need no province
        ("凤庆县财政局", "凤庆县", "530921"),
        ("凤庆县诗礼乡人民政府", "凤庆县", "530921"),
        ("珙县幼儿园", "珙县", "511526"),
        ("恩施市财政局", "恩施市", "422801"),
        # courts and procuratorates
        ("姚安县人民法院", "姚安县", "532325"),
        ("云南姚安县人民法院", "云南姚安县", "532325"),
        ("甘肃省定西市中级人民法院", "甘肃省定西市", "621100"),
        # autonomous divisions, leagues, banners, and their short forms
        ("内蒙古自治区财政厅", "内蒙古自治区", "150000"),
        ("广西梧州市财政局", "广西梧州市", "450400"),
        ("楚雄彝族自治州农业农村局", "楚雄彝族自治州", "532300"),
        ("楚雄州农业农村局", "楚雄州", "532300"),
        ("海南州财政局", "海南州", "632500"),
        ("海南省三亚市财政局", "海南省三亚市", "460200"),
        ("阿拉善左旗教育局", "阿拉善左旗", "152921"),
        ("兴安盟行政公署", "兴安盟", "152200"),
        ("莫力达瓦达斡尔族自治旗民政局", "莫力达瓦达斡尔族自治旗", "150722"),
        ("西藏自治区人民政府驻上海办事处", "西藏自治区", "540000"),
        # the corps is no division of GB/T 2260, its cities are
        ("新疆生产建设兵团第八师石河子市教育局", "石河子市", "659001"),
        # a city's bureau of the market is no 市市
        ("上海市市场监督管理局", "上海市", "310000"),
        ("晋城市城区民政局", "晋城市城区", "140502"),
        ("呼和浩特市新城区城市管理局", "呼和浩特市新城区", "150102"),
        # a district alone, called so once in the country, gets its city
        ("黄石港区卫生健康局", "黄石市黄石港区", "420202"),
        ("海港区财政局", "秦皇岛市海港区", "130302"),
        # codes of a later list replace earlier ones of the same name
        ("江苏省南通市崇川区民政局", "江苏省南通市崇川区", "320613"),
        # former divisions still resolve
        ("邢台市桥东区财政局", "邢台市桥东区", "130502"),
        ("重庆市江北区教育委员会", "重庆市江北区", "500105"),
        # layout spaces
        ("上海市 普陀区 商务委员会", "上海市普陀区", "310107"),
    ],
)
def test_finds_division(text, name, code):
    region = regions().find(text)
    assert region is not None
    assert (region.name, region.code) == (name, code)


@pytest.mark.parametrize(
    ("text", "context", "name", "code"),
    [
        ("普陀区商务委员会", "上海市2024年区级部门预算", "上海市普陀区", "310107"),
        ("普陀区商务委员会", "舟山市", "舟山市普陀区", "330903"),
        ("海港区财政局", "秦皇岛市人民政府", "秦皇岛市海港区", "130302"),
        ("朝阳区财政局", "北京", "北京市朝阳区", "110105"),
        ("中共海港区委", "河北省", "秦皇岛市海港区", "130302"),
    ],
)
def test_context_tells_divisions_of_one_name_apart(text, context, name, code):
    region = regions().find(text, context=context)
    assert region is not None
    assert (region.name, region.code) == (name, code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "区",
        "普陀区商务委员会",  # Shanghai's or Zhoushan's
        "朝阳区财政局",
        "城区民政局",
        "XX部门",
        "中国共产党委员会",
        "东方市场管理所",
        "社会工作部",
        "中华人民共和国财政部",
    ],
)
def test_abstains(text):
    assert regions().find(text) is None


def test_codes_are_six_digits_and_rows_unique():
    rows = regions().divisions
    assert len(rows) > 3000
    assert all(len(row.code) == 6 and row.code.isdigit() for row in rows)
    assert len({(row.code, row.name) for row in rows}) == len(rows)
