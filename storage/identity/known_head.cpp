#include "storage/identity/known_head.hpp"

#include "storage/identity/marker.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace slipway::storage {
namespace {

/// A number of 19 digits, a colon, 64 hex digits, a blank and the sum fit; every record is padded, so that a shorter
/// one leaves nothing of a longer one behind.
constexpr std::size_t record_size = 128;
constexpr std::size_t sum_digits = 16;

/// A power cut may leave half of a record, or zeros: such a record says nothing.
std::string sum_of(std::string_view head) { return sha256_of(head).hex().substr(0, sum_digits); }

Path path_in(const Path& data) { return data / "slipway.head"; }

}  // namespace

Result<std::unique_ptr<KnownHead>> KnownHead::open(const Path& data) {
    const Path path = path_in(data);
    TRY(refuse_link(path));
    UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640));
    if (!fd) return Error(Fault::io, "open " + path.string() + ": " + std::generic_category().message(errno));
    // As SQLite does with its log: a command that root runs makes no file that the daemon cannot write.
    struct stat owner {};
    const bool for_another = ::geteuid() == 0 && ::stat(data.c_str(), &owner) == 0 && owner.st_uid != 0;
    if (for_another && ::fchown(fd.get(), owner.st_uid, owner.st_gid) != 0)
        return Error(Fault::io, "chown " + path.string() + ": " + std::generic_category().message(errno));
    return std::unique_ptr<KnownHead>(new KnownHead(std::move(fd)));
}

void KnownHead::record(const AuditHead& head) const {
    std::string text = head.render();
    text += " " + sum_of(text);
    text.resize(record_size - 1, ' ');
    text += '\n';
    // One write of less than a sector: a write of another process happens before or after it.
    [[maybe_unused]] const auto written = ::pwrite(fd_.get(), text.data(), text.size(), 0);
}

Result<std::optional<AuditHead>> known_head(FileSystem& files, const Path& data) {
    const auto file = files.open_to_read(path_in(data));
    if (!file.ok() && file.error().fault() == Fault::not_found) return std::optional<AuditHead>();
    if (!file.ok()) return file.error();
    const std::string text = TRY((*file)->read(0, record_size));
    const auto blank = std::min(text.find(' '), text.size());
    const std::string noted = text.substr(0, blank);
    const auto head = AuditHead::parse(noted);
    const bool whole = head.ok() && text.compare(blank, sum_digits + 1, " " + sum_of(noted)) == 0;
    return whole ? std::optional(*head) : std::optional<AuditHead>();
}

Result<> check_known_head(FileSystem& files, const CatalogPlace& place, const Catalog& catalog) {
    const auto head =
        TRY(known_head(files, place.data()));  // before the view of the catalog: a daemon may be adding events
    if (!head) return {};
    const auto tx = TRY(catalog.read());
    auto checked = check_audit_head(tx, *head);
    if (checked.ok() || checked.error().fault() != Fault::corrupt) return checked;
    return Error(Fault::corrupt, "the catalog has lost commits (" + checked.error().message() +
                                     "): " + place.cause_of_lost_commits(files));
}

Result<> refuse_lost_commits(FileSystem& files, const CatalogPlace& place, const Catalog& catalog) {
    auto checked = check_known_head(files, place, catalog);
    if (checked.ok() || checked.error().fault() != Fault::corrupt) return checked;
    return Error(Fault::unsupported,
                 place.data().string() + ": " + checked.error().message() +
                     ". Bring back what is missing, or `slipwayd restore` a backup into an empty directory; to go on "
                     "with the catalog as it is: `slipwayd init --adopt --data " +
                     place.data().string() + "`");
}

}  // namespace slipway::storage
