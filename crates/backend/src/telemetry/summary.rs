//! The counts of the last week as operators see them: no number below ten.

use std::collections::BTreeMap;

use clario_privacy::telemetry::Metric;
use clario_store::Sum;

use crate::Backend;
use crate::error::Error;
use crate::operator::Operator;

/// How a metric was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricNote {
    /// Which.
    pub metric: Metric,
    /// How many samples its cells of ten or more have.
    pub samples: i64,
    /// The step that three quarters of them do not exceed, in words.
    pub three_quarters: String,
}

/// The counts of the last week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TelemetrySummary {
    /// Templates of routes with how often they were looked at, the most first.
    pub views: Vec<(String, i64)>,
    /// The metrics that have samples.
    pub metrics: Vec<MetricNote>,
}

impl Backend {
    /// The counts of the last week.
    pub async fn telemetry(&self, _operator: &Operator) -> Result<TelemetrySummary, Error> {
        self.save_reports().await?;
        Ok(summary(&self.store().telemetry_week(self.now()).await?))
    }
}

fn summary(sums: &[Sum]) -> TelemetrySummary {
    let mut views: Vec<_> =
        sums.iter().filter(|sum| sum.kind == "view").map(|sum| (sum.route.clone(), sum.n)).collect();
    views.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let metrics = Metric::ALL.into_iter().filter_map(|metric| {
        let mut steps: BTreeMap<u8, i64> = BTreeMap::new();
        for sum in sums.iter().filter(|sum| sum.kind == metric.word()) {
            *steps.entry(sum.step).or_default() += sum.n;
        }
        let samples: i64 = steps.values().sum();
        let mut seen = 0;
        let step = steps.into_iter().find_map(|(step, n)| {
            seen += n;
            (seen * 4 >= samples * 3).then_some(step)
        })?;
        Some(MetricNote { metric, samples, three_quarters: metric.step_in_words(step) })
    });
    TelemetrySummary { views, metrics: metrics.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(kind: &str, route: &str, step: u8, n: i64) -> Sum {
        Sum { kind: kind.into(), route: route.into(), step, n }
    }

    #[test]
    fn three_quarters_of_the_samples_do_not_exceed_the_step() {
        let sums = [
            sum("view", "/a", 0, 10),
            sum("view", "/b", 0, 30),
            sum("lcp", "/a", 0, 40),
            sum("lcp", "/b", 1, 35),
            sum("lcp", "/a", 6, 25),
        ];
        let found = summary(&sums);
        assert_eq!(found.views, [("/b".to_owned(), 30), ("/a".to_owned(), 10)]);
        assert_eq!(found.metrics.len(), 1);
        assert_eq!(
            (found.metrics[0].samples, found.metrics[0].three_quarters.as_str()),
            (100, "up to 1000 ms")
        );
        assert_eq!(summary(&[]), TelemetrySummary { views: Vec::new(), metrics: Vec::new() });
    }
}
