// Files of past states. Which revision an id names is asked from the catalog for every request: retention, new
// revisions and pins change it. The files themselves are shared (publishing/publisher/snapshot_requests.cpp).
#include "server/files/snapshot_files.hpp"

#include "publishing/content/snapshot_id.hpp"

namespace slipway::files {
namespace {

using publishing::PublishedFile;
using publishing::SharedSnapshot;

/// Only repomd.xml and its signature stand apart in `ChannelFiles`; a past state has one generation of them.
const PublishedFile* find_file(const publishing::ChannelFiles& files, const std::string& path) {
    if (const auto found = files.files.find(path); found != files.files.end()) return &found->second;
    for (const auto& [basearch, generations] : files.repomds) {
        if (path == basearch + "/repodata/repomd.xml") return &generations.back().repomd;
        if (path == basearch + "/repodata/repomd.xml.asc") return &generations.back().signature;
    }
    return nullptr;
}

http::Response send_from(BoundedLog& log, const publishing::Snapshot& snapshot, const std::string& path,
                         publishing::Naming naming, const SendFile& send) {
    const auto basearch = path.substr(0, path.find('/'));
    const auto served = served_basearch(*snapshot.files, basearch) + path.substr(basearch.size());
    const auto* found = find_file(*snapshot.files, served);
    if (found == nullptr) return http::problem_of(log, Error(Fault::not_found, "this snapshot has no file " + path));
    auto file = *found;
    // An index does not change under its plain name either, as long as the id goes on naming this revision.
    if (file.kind == publishing::FileKind::index && naming == publishing::Naming::fixed)
        file.kind = publishing::FileKind::immutable;
    return send(file);
}

struct Located {
    publishing::SnapshotKey key;
    publishing::Naming naming;
    SharedSnapshot snapshot;  // null: to be prepared
};

Result<publishing::NamedRevision> find_named(const Sources& sources, const publishing::View& tx,
                                             const publishing::PublishedRepository& repository,
                                             const publishing::ChannelRow& channel, const std::string& id) {
    const auto now = sources.clock.now();
    return publishing::find_named_revision(tx, channel, repository.state.settings.id, id, now);
}

Result<Located> locate(const Sources& sources, const SnapshotFile& wanted) {
    const auto& state = wanted.repository->state;
    const auto tx = TRY(sources.queries.view());
    const auto named = TRY(find_named(sources, tx, *wanted.repository, *wanted.channel, wanted.id));
    const publishing::SnapshotKey key{wanted.channel->id, named.number, wanted.distro->id};
    auto snapshot = TRY(sources.publisher.find_snapshot(tx, state, key));
    return Located{key, named.naming, std::move(snapshot)};
}

}  // namespace

Result<> check_snapshot(const Sources& sources, const SetUpFile& wanted) {
    const auto& state = wanted.repository->state;
    const auto tx = TRY(sources.queries.view());
    TRY(find_named(sources, tx, *wanted.repository, state.channels.at(wanted.channel).settings, wanted.snapshot));
    return {};
}

http::Reply snapshot_file(const Sources& sources, const SnapshotFile& wanted, std::int64_t client, SendFile send) {
    auto& log = sources.failures;
    auto located = locate(sources, wanted);
    if (!located.ok()) return http::problem_of(log, located.error());
    if (located->snapshot) return send_from(log, *located->snapshot, wanted.path, located->naming, send);
    auto& publisher = sources.publisher;
    return http::later<SharedSnapshot>(
        log,
        [&publisher, client, repository = wanted.repository->state.settings.name, key = located->key](auto done) {
            publisher.render_snapshot(client, repository, key, std::move(done));
        },
        [&log, path = wanted.path, naming = located->naming, send = std::move(send)](const SharedSnapshot& snapshot) {
            return send_from(log, *snapshot, path, naming, send);
        });
}

}  // namespace slipway::files
