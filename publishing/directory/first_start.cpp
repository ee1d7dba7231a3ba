#include "publishing/directory/first_start.hpp"

#include "base/files/durable.hpp"
#include "base/waiting.hpp"
#include "publishing/access/token_changes.hpp"
#include "publishing/model/audit_events.hpp"
#include "publishing/planning/put_repository_change.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/catalog/repeated_write.hpp"
#include "storage/catalog/tokens.hpp"

namespace slipway::publishing {
namespace {

constexpr mode_t secret_mode = 0600;

// Set when everything is there: a start that was cut off goes on where it stopped, and what an administrator took away
// later does not come back.
constexpr const char* done_fact = "first_start";

RepositoryPut first_repository() {
    RepositoryPut put;
    put.description = "Packages served by Slipway";
    put.distros = distro_of_each_format();
    put.channels = {{.name = "dev", .immutable_versions = false}, {.name = "staging"}, {.name = "stable"}};
    return put;
}

/// The secret is in its file before the catalog knows the token: a crash in between leaves a file that opens nothing
/// and is replaced at the next start.
Result<> write_token(storage::WriteTransaction& tx, FileSystem& files, const Path& file, const std::string& name,
                     const std::string& scope, Seconds now) {
    const auto token = TRY(make_token(tx, the_server, name, {scope}, std::nullopt, now));
    TRY(replace_atomically(files, file, token.secret + "\n", secret_mode));
    return {};
}

}  // namespace

Result<> make_first_tokens(storage::Catalog& catalog, FileSystem& files, const Path& data, const Clock& clock) {
    const Seconds now = clock.now();  // after the repository was made, so that events stand in order
    return storage::write_repeatedly(catalog, [&](storage::WriteTransaction& tx) -> Result<> {
        if (TRY(storage::find_fact(tx, done_fact))) return {};  // another node has begun at the same time
        TRY(write_token(tx, files, data / "upload-token", "upload", "upload:main", now));
        TRY(write_token(tx, files, data / "admin-token", "admin", "admin:*", now));
        return storage::save_fact(tx, done_fact, iso_date(now));
    });
}

Result<bool> is_filled(const storage::Catalog& catalog) {
    const auto tx = TRY(catalog.read());
    return TRY(storage::find_fact(tx, done_fact)).has_value();
}

Result<FirstStart> fill_empty_directory(Publisher& publisher, storage::Catalog& catalog, FileSystem& files,
                                        const Path& data, const Clock& clock) {
    auto tx = TRY(catalog.read());
    if (TRY(storage::find_fact(tx, done_fact))) return FirstStart::done_before;
    if (TRY(storage::all_repositories(tx)).empty()) {
        const auto create = [&](auto done) {
            publisher.carry_out<PutRepositoryChange>("main", the_server, first_repository(), std::move(done));
        };
        TRY(wait_for<PutResult>(create).during("creating repository main"));
    }
    TRY(make_first_tokens(catalog, files, data, clock));
    return FirstStart::done_now;
}

}  // namespace slipway::publishing
