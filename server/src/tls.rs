//! Our own TLS, 1.2 and 1.3 only.

use crate::doors::Tls;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::version::{TLS12, TLS13};

/// Reads certificate and key.
///
/// # Errors
/// A sentence for the operator; it never repeats what stands in the files.
pub(crate) fn acceptor(tls: &Tls) -> Result<TlsAcceptor, String> {
    let certificates: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&tls.certificate)
        .and_then(Iterator::collect)
        .map_err(|_| unreadable("ALTACLARIO_TLS_CERT", &tls.certificate))?;
    let key =
        PrivateKeyDer::from_pem_file(&tls.key).map_err(|_| unreadable("ALTACLARIO_TLS_KEY", &tls.key))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(&[&TLS13, &TLS12])
        .map_err(|_| "TLS cannot be set up".to_owned())?
        .with_no_client_auth()
        .with_single_cert(certificates, key)
        .map_err(|_| "ALTACLARIO_TLS_CERT and ALTACLARIO_TLS_KEY do not belong together".to_owned())?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn unreadable(name: &str, path: &Path) -> String {
    format!("{name} should name a PEM file that can be read, and {} is none", path.display())
}
