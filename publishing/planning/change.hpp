#pragma once

#include "publishing/content/promotion.hpp"
#include "publishing/model/purge.hpp"
#include "publishing/model/settings.hpp"
#include "publishing/planning/commands.hpp"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace slipway::publishing {

/// The changes that wait for their turn in a repository's queue, with whom to tell.
struct UploadChange {
    std::string channel;
    std::shared_ptr<const std::vector<IngestedPackage>> packages;  // plan and answer refer into it
    Done<UploadAnswer> done;
};
struct RemoveChange {
    std::string channel;
    Sha256 package;
    std::optional<std::string> distro;
    std::string reason;
    Done<std::int64_t> done;
};
struct PurgeChange {
    Sha256 package;  // as served or as uploaded
    std::string reason;
    ReleaseVersion release;
    Done<PurgeOutcome> done;
};
struct PutRepositoryChange {
    RepositoryPut put;
    std::optional<signing::PublicKey> first_key;  // where the repository is new
    Done<PutResult> done;
};
struct PutDistroChange {
    DistroPut put;
    Done<PutResult> done;
};
struct PutChannelChange {
    ChannelPut put;
    Done<PutResult> done;
};
struct DeleteDistroChange {
    std::string distro;
    Force force;
    Expectation expected;
    Done<std::monostate> done;
};
struct DeleteChannelChange {
    std::string channel;
    Force force;
    Expectation expected;
    Done<std::monostate> done;
};
/// The time of an ephemeral channel has come; nothing happens if it was prolonged meanwhile.
struct ExpireChannelChange {
    std::string channel;
    Done<std::monostate> done;
};
struct DeleteRepositoryChange {
    Force force;
    Expectation expected;
    Done<std::monostate> done;
};
struct KeyChange {
    KeyCommand command;
    std::optional<signing::PublicKey> new_key;  // generated or imported before the change got its turn
    Done<signing::Keyring> done;
};
/// Rpms that were signed anew take the place of their older signing (after `revoke`); the catalog has both.
struct ResignedChange {
    std::vector<std::pair<Sha256, Sha256>> replacements;  // digest of the older signing → of the newer one
    Done<std::monostate> done;
};
struct PromoteChange {
    Promotion promotion;
    Done<ContentOutcome> done;
};
struct RemovalChange {
    Removal removal;
    Done<ContentOutcome> done;
};
struct RollbackChange {
    Rollback rollback;
    Done<ContentOutcome> done;
};
/// What a channel's policy does not keep goes.
struct ExpireChange {
    std::string channel;
    Done<std::monostate> done;
};
/// Signs every Release anew without another change: the public URL, which stands in it, changed.
struct RepublishChange {
    Done<std::monostate> done;
    std::set<std::pair<std::string, IndexKey>> indexes{};  // of these channels: rendered and hashed anew, too
};

struct Change {
    Actor actor;
    std::variant<UploadChange, RemoveChange, PurgeChange, PutRepositoryChange, PutDistroChange, PutChannelChange,
                 DeleteDistroChange, DeleteChannelChange, ExpireChannelChange, DeleteRepositoryChange, KeyChange,
                 ResignedChange, PromoteChange, RemovalChange, RollbackChange, ExpireChange, RepublishChange>
        what;
};

/// What a client is told when the server could not do it.
Error publication_failed(const Error& cause);

/// Tells whoever asked for the change that it failed.
void refuse(const Change& change, const Error& error);

}  // namespace slipway::publishing
