#pragma once

namespace slipway::testing {

/// SQLite's log fails: while one exists, calls of the C library upon files named "…-wal" return an error, as often as
/// asked for. (The test program's own `fdatasync` and `pwrite64` stand before those of the library.)
class FailingLog {
public:
    static constexpr int always = 1 << 30;

    FailingLog() = default;
    FailingLog(const FailingLog&) = delete;
    FailingLog& operator=(const FailingLog&) = delete;
    ~FailingLog();

    /// The next `times` syncs fail with EIO; what was written stays written, as in the page cache.
    void fail_syncs(int times);
    /// The next `times` writes fail with this error.
    void fail_writes(int times, int error);

    /// Syncs of logs that succeeded since it was made.
    static int syncs();
};

}  // namespace slipway::testing
