//! Rows of different lengths in one array: where each begins, and all values behind each other.

/// Rows of values; an empty row costs four bytes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Csr<T> {
    starts: Vec<u32>,
    pub(super) values: Vec<T>,
}

impl<T: Copy> Csr<T> {
    pub(super) fn new() -> Self {
        Self { starts: vec![0], values: Vec::new() }
    }

    pub(crate) fn row(&self, at: usize) -> &[T] {
        &self.values[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    pub(super) fn push_row(&mut self, row: impl IntoIterator<Item = T>) {
        self.values.extend(row);
        // Four thousand million values would be far beyond the memory this runs in.
        self.starts.push(u32::try_from(self.values.len()).unwrap_or(u32::MAX));
    }

    /// The rows of these indexes in this order, their values changed on the way.
    pub(super) fn gather(&self, order: &[u32], change: impl Fn(T) -> T) -> Self {
        let total = order.iter().map(|at| self.row(*at as usize).len()).sum();
        let mut gathered =
            Self { starts: Vec::with_capacity(order.len() + 1), values: Vec::with_capacity(total) };
        gathered.starts.push(0);
        for at in order {
            gathered.push_row(self.row(*at as usize).iter().map(|value| change(*value)));
        }
        gathered
    }

    pub(super) fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.values.shrink_to_fit();
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.starts.capacity() * size_of::<u32>() + self.values.capacity() * size_of::<T>()
    }
}
