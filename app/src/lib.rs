//! Pages, islands, charts and the server functions behind them.
