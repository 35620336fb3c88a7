//! Which start of the machine this is. Data that was written but not flushed survives the end of a process, not that of
//! the machine; comparing boot ids tells the two apart.

/// The kernel's random id of this boot; empty where there is none, which counts as another boot every time.
pub fn boot_id() -> String {
    #[cfg(target_os = "linux")]
    {
        std::fs::read_to_string("/proc/sys/kernel/random/boot_id").map(|id| id.trim().to_owned()).unwrap_or_default()
    }
    #[cfg(not(target_os = "linux"))]
    {
        String::new()
    }
}
