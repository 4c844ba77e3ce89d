"""Words the demo township is made of: all invented, none a real place or person."""

CENTRE_CODE = "331199101"
CENTRE_NAME = "演示镇卫生院"
TOWN = "演示镇"
ID_REGIONS = ("331199", "361199", "429099")  # division codes that were never assigned

USERS = {
    "clerk": "演示录入",
    "issuer": "演示签发",
    "sealer": "演示印章",
    "reviewer": "演示审核",
    "supervisor": "演示督导",
    "counsellor": "演示专管",
    "admin": "演示管理",
}

HEAD, MIDWIFE = "演示院长", "演示助产"  # who sign no records of their own
NEIGHBOUR, NEIGHBOUR_ISSUER = "演示邻镇卫生院", "邻镇签发"

# Name, inhabitants, and how much likelier than elsewhere something is late or missed there.
VILLAGES = (
    ("稻香社区", 3120, 0.7),
    ("上溪村", 2040, 0.8),
    ("下溪村", 1860, 0.9),
    ("梨园村", 1790, 0.9),
    ("青石桥村", 1720, 1.0),
    ("白鹭村", 1650, 0.8),
    ("云台村", 1580, 1.0),
    ("杏花村", 1530, 1.1),
    ("老渡口村", 1460, 1.0),
    ("枫林村", 1390, 0.9),
    ("石磨村", 1320, 1.2),
    ("竹湾村", 1240, 1.0),
    ("双井村", 1160, 1.1),
    ("柏树坪村", 1020, 1.3),
    ("大塘村", 890, 1.2),
    ("高山铺村", 700, 1.7),
    ("月亮坳村", 530, 2.0),
)

# Commonest first; the weight of the n-th is 1 / (n + 6), close to how surnames thin out.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余"
    "于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙"
    "黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常单"
)
WOMEN = (
    "丽敏静艳娟霞芳婷燕玲娜萍红梅琴英华兰云洁雪莉蓉倩琳蕾颖欣慧晶佳丹雯瑶璐悦"
    "春秋小晓文雅秀玉美淑思梦雨"
)
MEN = "伟强磊军勇杰涛超明刚平辉鹏飞斌波健亮峰龙浩宇建志国文海东立成永俊新晓家少振"
GIRLS = "涵萱怡彤诗琪雨欣梓妍佳语桐可馨若思艺璇依诺沐玥一心雅汐悦芮晨安苒宁夏清禾"
BOYS = "浩宇轩子涵梓睿俊杰铭泽晨奕辰博文皓嘉懿承一诺天佑景行沐阳宸逸航远书恒明"

OWN = CENTRE_NAME
COUNTY_MCH, COUNTY_HOSPITAL = "演示县妇幼保健院", "演示县人民医院"
COUNTY, COUNTY_HEALTH = "演示县", "演示县卫生健康局"
CITY_HOSPITAL = "演示市第一人民医院"
HOME = "家中"
