//! Reads the text of a query into clauses; what the words mean is decided elsewhere.

/// A query without its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Clause {
    All(Vec<Clause>),
    Any(Vec<Clause>),
    Not(Box<Clause>),
    Test { field: String, operator: Operator, values: Vec<String> },
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    In,
    NotIn,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Empty,
    NotEmpty,
}

/// One field of `ORDER BY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sort {
    pub(crate) field: String,
    pub(crate) descending: bool,
}

/// The clauses, none for an unbounded query, and the order.
pub(crate) fn parse(text: &str) -> Result<(Option<Clause>, Vec<Sort>), String> {
    let mut parser = Parser { tokens: tokens(text)?, position: 0 };
    let clause = if parser.is_word("order") || parser.peek().is_none() { None } else { Some(parser.any()?) };
    let order = parser.order()?;
    match parser.peek() {
        None => Ok((clause, order)),
        Some(token) => {
            Err(format!("Error in the JQL Query: Expecting either 'OR' or 'AND' but got '{}'.", token.0))
        }
    }
}

/// A word and whether it was quoted.
type Token = (String, bool);

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            ' ' | '\t' | '\n' | '\r' => {}
            '"' | '\'' => {
                let mut word = String::new();
                loop {
                    match rest.next() {
                        None => {
                            return Err(
                                "Error in the JQL Query: The quoted string has not been completed.".into()
                            );
                        }
                        Some('\\') => word.extend(rest.next()),
                        Some(end) if end == character => break,
                        Some(other) => word.push(other),
                    }
                }
                tokens.push((word, true));
            }
            '(' | ')' | ',' => tokens.push((character.to_string(), false)),
            '=' | '<' | '>' | '!' | '~' => {
                let mut operator = character.to_string();
                operator.extend(rest.next_if(|&next| next == '=' || next == '~'));
                tokens.push((operator, false));
            }
            _ => {
                let mut word = character.to_string();
                while let Some(next) = rest.next_if(|next| !" \t\r\n\"'(),=<>!~".contains(*next)) {
                    word.push(next);
                }
                tokens.push((word, false));
            }
        }
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    position: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.position)
    }

    fn is_word(&self, word: &str) -> bool {
        self.peek().is_some_and(|(text, quoted)| !quoted && text.eq_ignore_ascii_case(word))
    }

    fn skip(&mut self, word: &str) -> bool {
        let met = self.is_word(word);
        self.position += usize::from(met);
        met
    }

    fn next(&mut self) -> Result<Token, String> {
        let token = self.peek().cloned();
        self.position += 1;
        token.ok_or_else(|| "Error in the JQL Query: The query ends too early.".into())
    }

    fn any(&mut self) -> Result<Clause, String> {
        let mut clauses = vec![self.all()?];
        while self.skip("or") || self.skip("||") {
            clauses.push(self.all()?);
        }
        Ok(if clauses.len() == 1 { clauses.swap_remove(0) } else { Clause::Any(clauses) })
    }

    fn all(&mut self) -> Result<Clause, String> {
        let mut clauses = vec![self.one()?];
        while self.skip("and") || self.skip("&&") {
            clauses.push(self.one()?);
        }
        Ok(if clauses.len() == 1 { clauses.swap_remove(0) } else { Clause::All(clauses) })
    }

    fn one(&mut self) -> Result<Clause, String> {
        if self.skip("not") || self.skip("!") {
            return Ok(Clause::Not(Box::new(self.one()?)));
        }
        if self.skip("(") {
            let clause = self.any()?;
            return if self.skip(")") {
                Ok(clause)
            } else {
                Err("Error in the JQL Query: Expecting ')'.".into())
            };
        }
        let field = self.next()?.0;
        let (operator, _) = self.next()?;
        let operator = match operator.to_ascii_lowercase().as_str() {
            "=" => Operator::In,
            "!=" => Operator::NotIn,
            "<" => Operator::Less,
            "<=" => Operator::LessOrEqual,
            ">" => Operator::Greater,
            ">=" => Operator::GreaterOrEqual,
            "in" => return self.list(field, Operator::In),
            "not" if self.skip("in") => return self.list(field, Operator::NotIn),
            "is" => {
                let operator = if self.skip("not") { Operator::NotEmpty } else { Operator::Empty };
                let (word, _) = self.next()?;
                return match word.to_ascii_lowercase().as_str() {
                    "empty" | "null" => Ok(Clause::Test { field, operator, values: Vec::new() }),
                    _ => Err(format!("Error in the JQL Query: Expecting 'EMPTY' but got '{word}'.")),
                };
            }
            other => return Err(format!("Error in the JQL Query: The operator '{other}' is not supported.")),
        };
        let (value, quoted) = self.next()?;
        if !quoted && "(),".contains(&value) {
            return Err(format!("Error in the JQL Query: Expecting a value but got '{value}'."));
        }
        let empty = !quoted && value.eq_ignore_ascii_case("empty");
        let operator = match operator {
            Operator::In if empty => Operator::Empty,
            Operator::NotIn if empty => Operator::NotEmpty,
            other => other,
        };
        Ok(Clause::Test { field, operator, values: vec![value] })
    }

    /// `( a, b )`, or a function such as `openSprints()`.
    fn list(&mut self, field: String, operator: Operator) -> Result<Clause, String> {
        let mut values = Vec::new();
        if !self.skip("(") {
            let (function, _) = self.next()?;
            let complete = self.skip("(") && self.skip(")");
            if !complete {
                return Err("Error in the JQL Query: Expecting '('.".into());
            }
            return Ok(Clause::Test { field, operator, values: vec![format!("{function}()")] });
        }
        loop {
            let (value, quoted) = self.next()?;
            if !quoted && "(),".contains(&value) {
                return Err(format!("Error in the JQL Query: Expecting a value but got '{value}'."));
            }
            values.push(value);
            if self.skip(")") {
                return Ok(Clause::Test { field, operator, values });
            }
            if !self.skip(",") {
                return Err("Error in the JQL Query: Expecting ')' or ','.".into());
            }
        }
    }

    fn order(&mut self) -> Result<Vec<Sort>, String> {
        let mut order = Vec::new();
        if !self.skip("order") {
            return Ok(order);
        }
        if !self.skip("by") {
            return Err("Error in the JQL Query: Expecting 'by'.".into());
        }
        loop {
            let (field, _) = self.next()?;
            let descending = self.skip("desc");
            let _ascending = self.skip("asc");
            order.push(Sort { field: field.to_ascii_lowercase(), descending });
            if !self.skip(",") {
                return Ok(order);
            }
        }
    }
}
