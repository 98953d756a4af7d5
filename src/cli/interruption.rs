//! Handles SIGINT (Ctrl-C) and SIGTERM: temporary files are removed, and the exit code is 128 plus the
//! signal's number, as in shells. A command that has something to finish first can be told instead
//! ([`instead`]); the second signal ends it.

#[cfg(unix)]
pub(super) fn watch() {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    // If the thread cannot be started, the signals have their default effect.
    let _ = std::thread::Builder::new().spawn(|| {
        let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else {
            return;
        };
        for signal in signals.forever() {
            if !was_told() {
                crate::output::abandon();
                std::process::exit(128 + signal);
            }
        }
    });
}

#[cfg(not(unix))]
pub(super) fn watch() {}

/// Tells the command, if it has something to finish first.
#[cfg(all(unix, feature = "serve"))]
fn was_told() -> bool {
    let told = told::take();
    told.is_some_and(|told| {
        told();
        true
    })
}

#[cfg(all(unix, not(feature = "serve")))]
fn was_told() -> bool {
    false
}

/// Calls `told` at the first signal, which then does not end the program.
#[cfg(feature = "serve")]
pub(super) fn instead(told: impl FnOnce() + Send + 'static) {
    told::set(Box::new(told));
}

#[cfg(feature = "serve")]
mod told {
    use std::sync::{Mutex, PoisonError};

    type Told = Box<dyn FnOnce() + Send>;

    static TOLD: Mutex<Option<Told>> = Mutex::new(None);

    pub(super) fn set(told: Told) {
        *TOLD.lock().unwrap_or_else(PoisonError::into_inner) = Some(told);
    }

    #[cfg_attr(not(unix), expect(dead_code, reason = "only signals take it"))]
    pub(super) fn take() -> Option<Told> {
        TOLD.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
