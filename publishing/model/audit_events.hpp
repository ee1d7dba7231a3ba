#pragma once

#include "base/json.hpp"
#include "publishing/model/difference.hpp"
#include "publishing/model/model.hpp"
#include "publishing/model/settings.hpp"
#include "repo-format/index/entry.hpp"
#include "storage/catalog/events.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::publishing {

/// One struct per kind of event in the audit log: `action` is its name there, `details` what it tells. The table in
/// docs/http-api.md, "The audit log", lists every one of them; a test compares.
namespace audit {

using Packages = std::vector<index::EntryKey>;

struct RepositorySet {
    bool is_new = false;
    SettingsMembers settings{};               // of one that was there: only what changed
    std::vector<Json> distros{}, channels{};  // those made with it, as `object_of` names them
    std::string_view action() const { return is_new ? "repository.create" : "repository.update"; }
    Json details() const;
};
struct RepositoryDeleted {
    static constexpr std::string_view action = "repository.delete";
    Json details() const { return Json::object(); }
};

struct DistroCreated {
    static constexpr std::string_view action = "distro.create";
    std::string name;
    SettingsMembers settings;
    Json details() const { return object_of(name, settings); }
};
struct DistroUpdated {
    static constexpr std::string_view action = "distro.update";
    std::string name;
    SettingsMembers settings;  // only what changed
    Json details() const { return object_of(name, settings); }
};
struct DistroDeleted {
    static constexpr std::string_view action = "distro.delete";
    std::string name;
    Json details() const { return object_of(name, {}); }
};

struct ChannelCreated {
    static constexpr std::string_view action = "channel.create";
    std::string name;
    SettingsMembers settings;
    Json details() const { return object_of(name, settings); }
};
/// An upload created a channel by the rule of its repository.
struct EphemeralChannelCreated {
    static constexpr std::string_view action = "channel.create";
    std::string base;  // the channel whose content it began with; "": it began empty
    Json details() const;
};
struct ChannelUpdated {
    static constexpr std::string_view action = "channel.update";
    std::string name;
    SettingsMembers settings;  // only what changed
    Json details() const { return object_of(name, settings); }
};
struct ChannelDeleted {
    static constexpr std::string_view action = "channel.delete";
    Json details() const { return Json::object(); }
};
struct ChannelExpired {
    static constexpr std::string_view action = "channel.expire";
    Json details() const { return Json::object(); }
};

struct PackagesUploaded {
    static constexpr std::string_view action = "upload";
    Packages packages;
    Json details() const;
};
struct PackagesRemoved {
    static constexpr std::string_view action = "remove";
    Packages packages;
    std::string reason;
    Json details() const;
};
/// The keep policy of the channel pruned packages.
struct PackagesPruned {
    static constexpr std::string_view action = "expire";
    Packages packages;
    Json details() const;
};
struct PackagesPurged {
    static constexpr std::string_view action = "purge";
    Packages packages;
    std::vector<std::string> channels;     // that had them
    std::vector<std::string> released_in;  // distros in which their versions may be used again
    std::string reason;
    Json details() const;
};
/// Packages were signed with the active key instead of one that was revoked.
struct PackagesResigned {
    static constexpr std::string_view action = "resign";
    std::uint64_t count = 0;
    Json details() const { return Json::object({{"packages", count}}); }
};
struct Promoted {
    static constexpr std::string_view action = "promote";
    std::string from;
    std::int64_t from_revision = 0;
    std::optional<std::vector<Sha256>> packages;  // nothing: the whole channel
    DiffCounts counts;
    std::string reason;
    Json details() const;
};
struct RolledBack {
    static constexpr std::string_view action = "rollback";
    std::int64_t to_revision = 0;
    DiffCounts counts;
    std::string reason;
    Json details() const;
};

struct KeyChanged {
    KeyVerb verb;
    std::string fingerprint;  // of a rotation: of the key that is active now
    std::string_view action() const;
    Json details() const { return Json::object({{"fingerprint", fingerprint}}); }
};

struct PinCreated {
    static constexpr std::string_view action = "pin.create";
    std::string name;
    std::int64_t revision = 0;
    Json details() const { return Json::object({{"name", name}, {"revision", revision}}); }
};
struct PinDeleted {
    static constexpr std::string_view action = "pin.delete";
    std::string name;
    std::int64_t revision = 0;
    Json details() const { return Json::object({{"name", name}, {"revision", revision}}); }
};

struct TokenCreated {
    static constexpr std::string_view action = "token.create";
    RowId id = 0;
    std::string name;
    std::vector<std::string> scopes;
    Json details() const { return Json::object({{"token", id}, {"name", name}, {"scopes", scopes}}); }
};
struct TokenRevoked {
    static constexpr std::string_view action = "token.revoke";
    RowId id = 0;
    Json details() const { return Json::object({{"token", id}}); }
};

/// A valid token lacked a scope.
struct AccessRefused {
    static constexpr std::string_view action = "access.refuse";
    std::string request;  // method and path
    std::string detail;   // what was answered
    Json details() const { return Json::object({{"request", request}, {"detail", detail}}); }
};
/// Refusals of one token that were counted together instead of one by one.
struct FurtherRefusals {
    static constexpr std::string_view action = "access.refuse";
    std::uint64_t count = 0;
    Json details() const { return Json::object({{"further_refusals", count}}); }
};
/// A publication found the one before it dated in the future.
struct ClockWasWrong {
    static constexpr std::string_view action = "clock.alarm";
    Json details() const;
};

}  // namespace audit

/// What an event is about. `repository` and `channel` may be empty.
struct EventPlace {
    std::string repository{};
    std::string channel{};
};

/// Returns the event; the caller appends it.
template <class What>
storage::EventRow event_of(const Actor& actor, EventPlace place, Seconds now, const What& what) {
    storage::EventRow event;
    event.time = now;
    if constexpr (requires { what.action(); })
        event.action = what.action();
    else
        event.action = What::action;
    event.actor = actor.name;
    event.address = actor.address;
    event.repository = std::move(place.repository);
    event.channel = std::move(place.channel);
    event.details = what.details().text();
    return event;
}

/// The actor of what the server does by itself.
inline const Actor the_server = {.name = "slipwayd", .address = ""};

/// Returns work that appends the event to the audit log and does nothing else.
std::function<Result<>(storage::WriteTransaction&)> recording(storage::EventRow event);

}  // namespace slipway::publishing
