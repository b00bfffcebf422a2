"""The languages of the world that locales can name, by their letters: two (ISO 639-1), or three where they have no two.

Of those with three letters these are the ones that Unicode's CLDR, and with it most software, has a locale for.
"""

_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
    "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it "
    "iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt "
    "my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk "
    "sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi "
    "yo za zh zu "
    "agq ars asa ast bas bem bez bgc bho blo brx byv ccp ceb cgg chr ckb cop csw dav dje doi dsb dua dyo ebu ewo "
    "fil frp fur gez gsw guz haw hnj hsb jgo jmc kab kam kde kea kgp khq kkj kln kok ksb ksf ksh kxv lag lij lkt "
    "lmo lrc luo luy mai mas mer mfe mgh mgo mni moh mua myv mzn naq nds nmg nnh nqo nso nus nyn pap pcm prg quc "
    "raj rof rwk sah saq sat sbp scn seh ses shi shn skr sma smj smn sms syr szl teo tig tok tpi trv twq tzm vai "
    "vec vmw vun wae wal wbp xnr xog yav yrl yue zgh "
)

LANGUAGES = frozenset(_CODES.split())
