// What SQLite's write-ahead log may hold after a failure, and how it becomes known.
//
// A commit appends the transaction's changed pages to the log as frames, the last of which says "committed", syncs the
// log, and then tells the other connections through the index in shared memory. When the sync fails, SQLite reports an
// error and every connection goes on without the transaction; but its frames stand in the log, complete and valid.
// Whoever reads the log next without the index, after a crash or a restart, finds the transaction committed. To answer
// "nothing changed" then is untrue.
//
// The next transaction is written over these frames. Each frame's checksum continues the one before it, so when the
// first frame in their place is another one, none behind it can ever be valid again. `withdraw_commit` commits such a
// transaction at once: it saves a random number, which makes its frame differ from any other. Once it is durable,
// the failed commit is known not to have happened, for this process, for others and after any crash.
//
// Asking the file instead, by reading it as a restart would, needs all connections of all processes closed, and tells
// what the page cache holds: after a failed sync the kernel may have dropped the pages, or keep them as if they had
// been written. So a log that is found at an opening is written once more before anybody relies on it
// (`secure_log`): a sync that succeeds says nothing about pages that are not dirty any more.
//
// SQLite's format of the log: https://www.sqlite.org/fileformat2.html#walformat

#include "storage/catalog/write_ahead_log.hpp"

#include "base/hex.hpp"
#include "base/unique_fd.hpp"
#include "storage/catalog/sqlite_connection_pool.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/random.h>
#include <system_error>
#include <unistd.h>

namespace slipway::storage {
namespace {

constexpr const char* marker = "withdrawn_commit";

Error system_failure(const std::string& what, const Path& file, int cause) {
    const Fault fault = cause == ENOSPC || cause == EDQUOT ? Fault::storage_full : Fault::io;
    return Error(fault, what + " " + file.string() + ": " + std::generic_category().message(cause));
}

Result<std::string> random_number() {
    std::array<char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        return Error(Fault::io, "the system gives no random bytes");
    return to_hex(ByteView(bytes.data(), bytes.size()));
}

Result<> commit_marker(Connection& writer, const std::string& value) {
    TRY(writer.begin(Begin::to_write));
    TRY(execute(writer,
                "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                marker, value));
    return writer.commit().result;
}

Result<> check_marker(const Path& file, const std::string& value) {
    const auto other = TRY(connect(file, Access::read_only));
    const auto found = TRY(find_row(
        *other, "SELECT value FROM facts WHERE name = ?", [](Row& row) { return row.text(); }, marker));
    if (found == value) return {};
    return Error(Fault::corrupt, file.string() + ": a second connection does not see what the first one committed");
}

/// One piece at `offset`, read and written in the same place; the number of its bytes.
Result<std::size_t> rewrite_piece(int fd, const Path& file, std::string& buffer, off_t offset) {
    const auto got = ::pread(fd, buffer.data(), buffer.size(), offset);
    if (got < 0) return system_failure("read", file, errno);
    for (ssize_t done = 0; done < got;) {
        const auto put =
            ::pwrite(fd, buffer.data() + done, static_cast<std::size_t>(got - done), offset + static_cast<off_t>(done));
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return system_failure("write", file, put < 0 ? errno : ENOSPC);
        done += put;
    }
    return static_cast<std::size_t>(got);
}

Result<> rewrite(const Path& log) {
    const UniqueFd fd(::open(log.c_str(), O_RDWR | O_CLOEXEC));
    if (!fd && errno == ENOENT) return {};
    if (!fd) return system_failure("open", log, errno);
    std::string buffer(1 << 20, '\0');
    off_t offset = 0;
    for (std::size_t piece = 1; piece > 0; offset += static_cast<off_t>(piece))
        piece = TRY(rewrite_piece(fd.get(), log, buffer, offset));
    if (offset > 0 && ::fdatasync(fd.get()) != 0) return system_failure("sync", log, errno);
    return {};
}

}  // namespace

Result<> withdraw_commit(Connection& writer, const Path& file) {
    writer.roll_back();
    const auto value = TRY(random_number());
    auto committed = commit_marker(writer, value);
    writer.roll_back();
    if (!committed.ok()) return committed;
    return check_marker(file, value);
}

Result<> secure_log(Connection& writer, const Path& file) {
    // The lock of writers keeps the log as it is meanwhile. Another process has it only after an opening of its own.
    auto locked = writer.begin(Begin::to_write_at_once);
    if (!locked.ok() && locked.error().fault() == Fault::busy) return {};
    if (!locked.ok()) return locked;
    auto secured = rewrite(Path(file.string() + "-wal"));
    writer.roll_back();
    return secured;
}

}  // namespace slipway::storage
