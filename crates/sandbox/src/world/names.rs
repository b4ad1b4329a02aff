//! The words the seeded world is named with.

/// Names and keys of the projects; the first five are the sample.
pub(crate) const PROJECTS: [(&str, &str); 60] = [
    ("Payments", "PAY"),
    ("Checkout", "CHK"),
    ("Platform", "PLAT"),
    ("Mobile app", "MOB"),
    ("Search and discovery", "SRCH"),
    ("Identity", "IDN"),
    ("Notifications", "NOTE"),
    ("Data platform", "DATA"),
    ("Web storefront", "WEB"),
    ("Fulfilment", "FUL"),
    ("Billing", "BILL"),
    ("Partner portal", "PRT"),
    ("Reporting", "REP"),
    ("Catalogue", "CAT"),
    ("Pricing", "PRC"),
    ("Fraud detection", "FRD"),
    ("Customer support tools", "CST"),
    ("Developer experience", "DEVX"),
    ("Observability", "OBS"),
    ("Infrastructure", "INF"),
    ("Security engineering", "SEC"),
    ("Design system", "DSN"),
    ("Onboarding", "ONB"),
    ("Loyalty", "LOY"),
    ("Recommendations", "REC"),
    ("Returns", "RET"),
    ("Warehouse", "WH"),
    ("Shipping", "SHP"),
    ("Tax", "TAX"),
    ("Ledger", "LED"),
    ("Subscriptions", "SUB"),
    ("Gift cards", "GIFT"),
    ("Marketing site", "MKT"),
    ("Content tools", "CMS"),
    ("Localisation", "LOC"),
    ("Accessibility", "ACC"),
    ("Analytics events", "EVT"),
    ("Experiments", "EXP"),
    ("Maps", "MAP"),
    ("Messaging", "MSG"),
    ("Video", "VID"),
    ("Media", "MED"),
    ("Seller tools", "SELL"),
    ("Inventory", "INV"),
    ("Procurement", "PROC"),
    ("Finance systems", "FIN"),
    ("People systems", "PPL"),
    ("Internal tools", "INT"),
    ("Release engineering", "RELE"),
    ("Test automation", "TEST"),
    ("Public API", "API"),
    ("Integrations", "INTG"),
    ("Webhooks", "HOOK"),
    ("Device cloud", "DEV"),
    ("Edge network", "EDGE"),
    ("Storage", "STO"),
    ("Compliance", "COMP"),
    ("Privacy", "PRIV"),
    ("Consent", "CONS"),
    ("Growth", "GRO"),
];

/// Parts of a product, as components.
pub(crate) const COMPONENTS: [&str; 4] = ["Backend", "Frontend", "API", "Operations"];

/// Labels in use on the site.
pub(crate) const LABELS: [&str; 8] =
    ["tech-debt", "customer", "quick-win", "incident", "compliance", "performance", "spike", "ux"];

/// Priorities, id 1 first.
pub(crate) const PRIORITIES: [&str; 5] = ["Highest", "High", "Medium", "Low", "Lowest"];

/// Resolutions, id 10000 first.
pub(crate) const RESOLUTIONS: [&str; 4] = ["Done", "Won't Do", "Duplicate", "Cannot Reproduce"];

/// Link types: name, inward and outward wording, id 10000 first.
pub(crate) const LINKS: [(&str, &str, &str); 3] = [
    ("Blocks", "is blocked by", "blocks"),
    ("Duplicate", "is duplicated by", "duplicates"),
    ("Relates", "relates to", "relates to"),
];

/// What a ticket text begins with; its poison follows.
pub(crate) const SUMMARIES: [&str; 12] = [
    "Round amounts the same way in invoice and export",
    "Retry the call when the bank answers late",
    "Show the delivery date before the address step",
    "Remove the old settings page",
    "Measure how long the first paint takes",
    "Let people sign in with a passkey",
    "Make the list faster for large accounts",
    "Keep the basket when the session ends",
    "Explain a declined card in plain words",
    "Move the job queue to the new cluster",
    "Fix the sort order of search results",
    "Send the receipt again on request",
];

/// Display names of the people; their poison follows.
pub(crate) const PEOPLE: [&str; 8] = [
    "Ada Moreno",
    "Ben Okafor",
    "Clara Nguyen",
    "Dario Rossi",
    "Elif Kaya",
    "Finn Larsen",
    "Grace Liu",
    "Hugo Silva",
];
