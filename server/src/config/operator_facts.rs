//! What the operator states about this installation, for the policy: two settings, an address, and a file for the rest.

use clario_privacy::facts::Facts;

/// The facts of `ALTACLARIO_FACTS` (a file) and of the settings that stand for single ones.
pub(super) fn operator_facts(value: &impl Fn(&str) -> Option<String>) -> Result<Facts, String> {
    let mut facts = match value("ALTACLARIO_FACTS") {
        None => Facts::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| {
                format!("the file that ALTACLARIO_FACTS names cannot be read: {}", error.kind())
            })?;
            Facts::parse(&text).map_err(|reason| format!("ALTACLARIO_FACTS: {reason}"))?
        }
    };
    for (name, fact) in [
        ("ALTACLARIO_OPERATOR_NAME", &mut facts.operator.name),
        ("ALTACLARIO_OPERATOR_COUNTRY", &mut facts.operator.country),
        ("ALTACLARIO_OPERATOR_CONTACT", &mut facts.operator.contact),
    ] {
        if let Some(text) = value(name) {
            *fact = Some(text);
        }
        if fact.as_deref().is_some_and(|text| {
            text.trim().is_empty() || text.chars().count() > 200 || text.contains(char::is_control)
        }) {
            return Err(format!("{name} should be one line of at most 200 characters"));
        }
    }
    let is_address =
        |text: &str| text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if facts.operator.contact.as_deref().is_some_and(|contact| !is_address(contact)) {
        return Err("ALTACLARIO_OPERATOR_CONTACT should be an e-mail address".to_owned());
    }
    Ok(facts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn settings_come_before_the_file_and_the_file_before_nothing() {
        let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
        write!(file, "[operator]\nname = \"Example Works\"\ncountry = \"Germany\"\n").expect("a file");
        let path = file.path().to_string_lossy().into_owned();
        let facts = operator_facts(&|name| match name {
            "ALTACLARIO_FACTS" => Some(path.clone()),
            "ALTACLARIO_OPERATOR_NAME" => Some("Other Works".to_owned()),
            _ => None,
        })
        .expect("good settings");
        assert_eq!(facts.operator.name.as_deref(), Some("Other Works"));
        assert_eq!(facts.operator.country.as_deref(), Some("Germany"));
        assert_eq!(operator_facts(&|_| None), Ok(Facts::default()));
    }

    #[test]
    fn a_bad_fact_is_named() {
        for (name, text) in [
            ("ALTACLARIO_FACTS", "/nowhere/facts.toml"),
            ("ALTACLARIO_OPERATOR_NAME", " "),
            ("ALTACLARIO_OPERATOR_COUNTRY", "two\nlines"),
            ("ALTACLARIO_OPERATOR_CONTACT", "nobody"),
        ] {
            let reason = operator_facts(&|asked| (asked == name).then(|| text.to_owned())).unwrap_err();
            assert!(reason.contains(name) && !reason.contains("nowhere"), "{reason}");
        }
    }
}
