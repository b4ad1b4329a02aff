//! One file per page.

pub mod welcome;

pub mod sign_in;
pub mod sign_out;
pub mod sign_up;

pub mod connect;
pub mod flow;
pub mod home;
pub mod item;
pub mod overview;
pub mod settings;
pub mod sync;

pub mod not_found;
pub mod terms;
pub mod text;

pub use connect::Connect;
pub use flow::Flow;
pub use home::Home;
pub use item::Item;
pub use not_found::NotFound;
pub use overview::Overview;
pub use settings::Settings;
pub use settings::workflow::Workflow;
pub use sign_in::SignIn;
pub use sign_out::SignOut;
pub use sign_up::SignUp;
pub use sync::Sync;
pub use terms::Terms;
pub use text::{Accessibility, Security};
pub use welcome::Welcome;
