//! One file per page.

pub mod welcome;

pub mod account;
pub mod mail_links;
pub mod sign_in;
pub mod sign_out;
pub mod sign_up;

pub mod invitation;
pub mod operator;
pub mod operator_access;
pub mod workspaces;

pub mod connect;
pub mod flow;
pub mod home;
pub mod item;
pub mod overview;
pub mod settings;
pub mod sync;

pub mod leaving;

pub mod policy;

pub mod cookie_preferences;
pub mod not_found;
pub mod requests;
pub mod terms;
pub mod text;

pub use account::Account;
pub use account::confirm::Confirm;
pub use account::email::AccountEmail;
pub use account::password::AccountPassword;
pub use account::sessions::AccountSessions;
pub use account::two_step::TwoStep;
pub use connect::Connect;
pub use cookie_preferences::CookiePreferences;
pub use flow::Flow;
pub use home::Home;
pub use invitation::Invitation;
pub use item::Item;
pub use leaving::privacy::Privacy;
pub use leaving::reopen::Reopen;
pub use leaving::whole_workspace::WholeWorkspacePage;
pub use mail_links::address::{ConfirmAddress, ConfirmNewAddress};
pub use mail_links::password::{ForgottenPassword, ResetPassword};
pub use not_found::NotFound;
pub use operator::Operator;
pub use operator::claim::ClaimOperator;
pub use operator::incidents::OperatorIncidents;
pub use operator::letters::OperatorLetters;
pub use operator::notices::OperatorNotices;
pub use operator::requests::OperatorRequests;
pub use operator_access::OperatorAccess;
pub use overview::Overview;
pub use policy::choices::YourChoices;
pub use policy::privacy::PrivacyPolicy;
pub use policy::proof::Proof;
pub use policy::security::Security;
pub use policy::subprocessors::Subprocessors;
pub use requests::{Contact, CopyrightNotice, ReportAbuse};
pub use settings::Settings;
pub use settings::audit::Audit;
pub use settings::members::Members;
pub use settings::usage::Usage;
pub use settings::workflow::Workflow;
pub use sign_in::SignIn;
pub use sign_out::SignOut;
pub use sign_up::SignUp;
pub use sync::Sync;
pub use terms::Terms;
pub use text::Accessibility;
pub use welcome::Welcome;
pub use workspaces::Workspaces;
