"""The words of payments: types of payment methods, gateways, and what accounts are held for."""

TYPES = (
    "card", "paypal_express_checkout", "amazon_payments", "direct_debit", "generic", "alipay", "unionpay", "apple_pay",
    "wechat_pay", "ideal", "google_pay", "sofort", "bancontact", "giropay", "dotpay", "upi", "netbanking_emandates",
    "venmo", "pay_to", "faster_payments", "sepa_instant_transfer", "automated_bank_transfer", "klarna_pay_now",
    "online_banking_poland", "payconiq_by_bancontact", "electronic_payment_standard", "kbc_payment_button",
    "pay_by_bank", "trustly", "stablecoin", "kakao_pay", "naver_pay", "revolut_pay", "cash_app_pay", "twint", "go_pay",
    "grab_pay", "pay_co", "after_pay", "swish", "payme", "pix", "klarna", "alipay_hk", "paypay", "gcash",
    "south_korean_cards", "paynow", "bizum", "promptpay", "dana", "touch_n_go", "tamara", "qpay", "ovo", "momo",
    "mercado_pago", "nequi", "nupay", "picpay", "thai_qr", "blik", "fpx", "wero", "p24", "affirm_pay", "rakuten_pay",
)  # fmt: skip
"""Types of payment sources."""

INTENT_TYPES = (
    "card", "ideal", "sofort", "bancontact", "google_pay", "dotpay", "giropay", "apple_pay", "upi",
    "netbanking_emandates", "paypal_express_checkout", "direct_debit", "boleto", "venmo", "amazon_payments", "pay_to",
    "faster_payments", "sepa_instant_transfer", "klarna_pay_now", "online_banking_poland", "payconiq_by_bancontact",
    "electronic_payment_standard", "kbc_payment_button", "pay_by_bank", "trustly", "stablecoin", "kakao_pay",
    "naver_pay", "revolut_pay", "cash_app_pay", "wechat_pay", "alipay", "twint", "go_pay", "grab_pay", "pay_co",
    "after_pay", "swish", "payme", "pix", "klarna", "alipay_hk", "paypay", "gcash", "south_korean_cards", "paynow",
    "bizum", "promptpay", "dana", "touch_n_go", "tamara", "qpay", "ovo", "momo", "mercado_pago", "nequi", "nupay",
    "picpay", "thai_qr", "blik", "fpx", "wero", "p24", "affirm_pay", "rakuten_pay",
)  # fmt: skip
"""Types of payment methods that an intent can be for."""

GATEWAYS = (
    "chargebee", "chargebee_payments", "adyen", "stripe", "wepay", "braintree", "authorize_net", "paypal_pro", "pin",
    "eway", "eway_rapid", "worldpay", "balanced_payments", "beanstream", "bluepay", "elavon", "first_data_global",
    "hdfc", "migs", "nmi", "ogone", "paymill", "paypal_payflow_pro", "sage_pay", "tco", "wirecard", "amazon_payments",
    "paypal_express_checkout", "orbital", "moneris_us", "moneris", "bluesnap", "cybersource", "vantiv", "checkout_com",
    "paypal", "ingenico_direct", "exact", "mollie", "quickbooks", "razorpay", "global_payments", "bank_of_america",
    "ecentric", "metrics_global", "windcave", "pay_com", "ebanx", "dlocal", "nuvei", "solidgate", "paystack",
    "jp_morgan", "deutsche_bank", "ezidebit", "twikey", "tempus", "moyasar", "payway", "payu", "gocardless",
    "not_applicable",
)  # fmt: skip

BRANDS = (
    "visa", "mastercard", "american_express", "discover", "jcb", "diners_club", "other", "bancontact", "cmr_falabella",
    "tarjeta_naranja", "nativa", "cencosud", "cabal", "argencard", "elo", "hipercard", "carnet", "rupay", "maestro",
    "dankort", "cartes_bancaires", "mada", "not_applicable",
)  # fmt: skip

FUNDING_TYPES = ("credit", "debit", "prepaid", "not_known", "not_applicable")
PREFERRED_SCHEMES = ("cartes_bancaires", "mastercard", "visa", "dankort")
ACCOUNT_TYPES = ("checking", "savings", "business_checking", "current")
ACCOUNT_HOLDER_TYPES = ("individual", "company")
ECHECK_TYPES = ("web", "ppd", "ccd")
VOUCHER_TYPES = ("boleto",)
ROLES = ("primary", "backup", "none")
