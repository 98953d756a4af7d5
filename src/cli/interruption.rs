//! What happens when the user (Ctrl-C) or the system (TERM) ends the program: temporary files are removed,
//! and the exit code is 128 and the signal's number, as shells have it.

#[cfg(unix)]
pub(super) fn watch() {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    // If no thread can be started for it, the signals end the program as they would any other.
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
