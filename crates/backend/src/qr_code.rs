//! A text as a square of dark and light, for a camera.

use qrcode::{Color, EcLevel, QrCode};

/// A QR code. It has no `Debug`, since what it says may be a secret.
pub struct QrMatrix {
    /// Modules along each side, without the quiet zone.
    pub width: usize,
    /// Whether each module is dark, row by row.
    pub dark: Vec<bool>,
}

impl QrMatrix {
    /// Draws a text, so that it can be read with a tenth of it lost; `None` when it is too long.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        Some(Self { width, dark: code.to_colors().into_iter().map(|color| color == Color::Dark).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners() {
        let code = QrMatrix::of("otpauth://totp/AltaClario:a%40example.org?secret=GEZDGNBVGY3TQOJQ").unwrap();
        assert_eq!(code.dark.len(), code.width * code.width);
        let dark = |x: usize, y: usize| code.dark[y * code.width + x];
        let far = code.width - 7;
        for (left, top) in [(0, 0), (far, 0), (0, far)] {
            for step in 0..7 {
                assert!(dark(left + step, top) && dark(left, top + step), "the frame");
            }
            assert!(!dark(left + 1, top + 1) && dark(left + 3, top + 3), "the ring and the eye");
        }
        assert!(QrMatrix::of(&"x".repeat(10_000)).is_none());
    }
}
