//! Read-only clients for Jira and Azure DevOps.
