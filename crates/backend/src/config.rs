//! What the operator decides.

use std::path::PathBuf;

use clario_privacy::facts::Facts;
use clario_providers::Listed;
use clario_vault::HashCost;

use crate::mail::MailConfig;
use crate::quotas::Quotas;
use crate::sync::Pace;

/// The settings of an installation, read by the server.
#[derive(Debug, Clone)]
pub struct Config {
    /// Directory of the database and the key file; made when it is not there.
    pub data_dir: PathBuf,
    /// The key file, when it does not lie in the data directory.
    pub key_file: Option<PathBuf>,
    /// Directory of the backups, when it does not lie in the data directory.
    pub backup_dir: Option<PathBuf>,
    /// Whether anybody may sign up, or only the first person.
    pub open_sign_up: bool,
    /// Whether visitors may explore the sample workspace.
    pub sample: bool,
    /// What a password hash costs.
    pub hash_cost: HashCost,
    /// Hosts with port that may be connected to although they are private or speak plain HTTP.
    pub listed_hosts: Vec<Listed>,
    /// How often providers are read.
    pub pace: Pace,
    /// How much a workspace and a person may use on one day.
    pub quotas: Quotas,
    /// Where people reach this installation, such as `https://flow.example.org`: letters link there.
    pub origin: String,
    /// How letters leave this installation.
    pub mail: MailConfig,
    /// Whether the operator set an id of Google Analytics, so that the question about cookies speaks of it.
    pub google_analytics: bool,
    /// What the operator states about this installation, and what is switched on.
    pub facts: Facts,
}

impl Config {
    /// The defaults for a data directory: closed after the first sign-up, sample on, full cost.
    pub fn new(data_dir: PathBuf) -> Self {
        Self {
            data_dir,
            key_file: None,
            backup_dir: None,
            open_sign_up: false,
            sample: true,
            hash_cost: HashCost::PRODUCTION,
            listed_hosts: Vec::new(),
            pace: Pace::default(),
            quotas: Quotas::default(),
            origin: "http://127.0.0.1:8484".to_owned(),
            mail: MailConfig::default(),
            google_analytics: false,
            facts: Facts::default(),
        }
    }
}
