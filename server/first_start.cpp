#include "server/first_start.hpp"

#include "publishing/tokens.hpp"
#include "storage/catalog/events.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/catalog/tokens.hpp"
#include "storage/files/durable.hpp"

#include <future>
#include <memory>

namespace slipway::server {
namespace {

constexpr mode_t secret_mode = 0600;

// Set when everything is there: a start that was cut off goes on where it stopped, and what an administrator took away
// later does not come back.
constexpr const char* done_fact = "first_start";

template <class T, class Call>
Result<T> wait_for(Call call) {
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto answer = promise->get_future();
    call(publishing::Done<T>([promise](Result<T> result) { promise->set_value(std::move(result)); }));
    return answer.get();
}

publishing::RepositoryPut first_repository() {
    publishing::RepositoryPut put;
    put.description = "Packages served by Slipway";
    put.distros = {{.name = "deb", .format = "deb"}, {.name = "rpm", .format = "rpm"}};
    put.channels = {{.name = "dev", .immutable_versions = false}, {.name = "staging"}, {.name = "stable"}};
    return put;
}

/// The secret is in its file before the catalog knows the token: a crash in between leaves a file that opens nothing
/// and is replaced at the next start.
Result<> make_token(storage::Catalog& catalog, storage::FileSystem& files, const storage::Path& file,
                    const std::string& name, const std::string& scope, Seconds now) {
    auto tx = TRY(catalog.write());
    const auto token = TRY(publishing::create_token(tx, name, {scope}, std::nullopt, now));
    TRY(storage::replace_atomically(files, file, token.secret + "\n", secret_mode));
    storage::EventRow event;
    event.time = now;
    event.action = "token.create";
    event.actor = "slipwayd";
    event.details =
        "{\"id\":" + std::to_string(token.row.id) + ",\"name\":\"" + name + "\",\"scopes\":[\"" + scope + "\"]}";
    TRY(storage::append_event(tx, event));
    return std::move(tx).commit();
}

}  // namespace

Result<> fill_empty_directory(publishing::Publisher& publisher, storage::Catalog& catalog, storage::FileSystem& files,
                              const storage::Path& data, const Clock& clock) {
    auto tx = TRY(catalog.read());
    if (TRY(storage::find_fact(tx, done_fact))) return {};
    if (TRY(storage::all_repositories(tx)).empty()) {
        const auto create = [&](auto done) {
            publisher.put_repository({"slipwayd", ""}, "main", first_repository(), std::move(done));
        };
        TRY(wait_for<publishing::PutResult>(create).during("creating repository main"));
    }
    const Seconds now = clock.now();  // after the repository was made, so that events stand in order
    TRY(make_token(catalog, files, data / "upload-token", "upload", "upload:main", now));
    TRY(make_token(catalog, files, data / "admin-token", "admin", "admin:*", now));
    auto writing = TRY(catalog.write());
    TRY(storage::save_fact(writing, done_fact, iso_date(now)));
    return std::move(writing).commit();
}

}  // namespace slipway::server
