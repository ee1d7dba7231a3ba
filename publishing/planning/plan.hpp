#pragma once

#include "publishing/cluster/serving.hpp"
#include "publishing/content/keep_policy.hpp"
#include "publishing/content/node_cache.hpp"
#include "publishing/model/model.hpp"
#include "publishing/model/purge.hpp"
#include "publishing/rendering/index_rendering.hpp"
#include "storage/catalog/events.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/pool_places.hpp"
#include "storage/catalog/purges.hpp"
#include "storage/catalog/revisions.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace slipway::publishing {

/// What a publication does to one channel.
struct ChannelPlan {
    bool created = false;
    bool declared =
        false;  // a distro's declaration added or removed an index, which is a revision even if it was empty
    bool new_revision = false;
    bool prune = false;  // packages came one by one, so the keep policy is applied in the next revision
    /// The causes of the revision, each with the index of its event in `Plan::events`.
    std::vector<std::pair<storage::ChangeRow, std::size_t>> changes;
    std::set<IndexKey> render;     // indexes to be rendered anew
    std::set<IndexKey> gone;       // indexes that the channel no longer has
    std::set<RowId> entry_points;  // distros whose Release or repomd.xml is written anew
};

/// What is left of a revision after one of its distros was deleted.
struct PastContent {
    RowId channel = 0;
    std::int64_t revision = 0;
    Sha256 root;
    std::uint64_t package_count = 0;
};

/// A key that nobody is to trust any more. Packages that it signed are signed anew after the publication.
struct Revocation {
    std::string fingerprint;
    Actor actor;  // without a token, as the right was checked and is not checked again
};

/// Everything a publication changes, decided but not yet rendered, signed or stored.
struct Plan {
    RepositoryState after;
    bool repository_gone = false;                // deleted with all that it had
    bool settings_changed = false;               // the rows of the repository, its distros or channels
    std::vector<RowId> gone_distros;             // deleted with all that they had
    std::vector<PastContent> past_contents;      // of the revisions that had packages of these distros
    std::map<std::string, RowId> gone_channels;  // deleted with all that they had
    std::vector<std::string> expired_channels;   // those of the gone channels whose lifetime was over
    bool keyring_changed = false;
    bool ephemeral_rule_changed = false;
    std::map<std::string, ChannelPlan> channels;  // those with something to do
    std::set<std::string> prolonged;              // ephemeral channels whose life is prolonged
    std::shared_ptr<PendingNodes> nodes;
    std::shared_ptr<PendingPackages> packages;  // to be stored
    std::vector<storage::PoolName> pool_names;
    std::vector<storage::PoolPlace> pool_places;
    std::vector<storage::TakenVersion> taken_versions;
    std::vector<storage::PurgeRow> purges;       // packages that are purged
    std::map<Sha256, PurgedBytes> purged_bytes;  // to be destroyed after the switch, and what became of them
    std::vector<storage::TakenVersion> released_versions;
    std::vector<signing::PublicKey> new_keys;
    std::optional<KeepApplied> kept;  // the keep policy that was applied, if one was
    std::optional<Revocation> revoked;
    bool sign_anew = false;  // a channel gets rpms back whose key was revoked while no channel had them
    std::vector<storage::EventRow> events;

    std::optional<Serving> serving;  // of a cluster, when the answer is due

    bool does_something() const { return !events.empty() || !channels.empty() || !prolonged.empty(); }
};

}  // namespace slipway::publishing
