//! Handles SIGINT (Ctrl-C) and SIGTERM: temporary files are removed, and the exit code is 128 plus the
//! signal's number, as in shells.

#[cfg(unix)]
pub(super) fn watch() {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    // If the thread cannot be started, the signals have their default effect.
    let _ = std::thread::Builder::new().spawn(|| {
        let signals = Signals::new([SIGINT, SIGTERM]);
        if let Some(signal) = signals
            .ok()
            .and_then(|mut signals| signals.forever().next())
        {
            crate::output::abandon();
            std::process::exit(128 + signal);
        }
    });
}

#[cfg(not(unix))]
pub(super) fn watch() {}
