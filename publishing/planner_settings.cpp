// The rules of settings: repositories, distros and channels.
#include "base/text.hpp"
#include "publishing/ephemeral.hpp"
#include "publishing/names.hpp"
#include "publishing/planner.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

Error immutable(const std::string& what) {
    return Error(Fault::conflict, what + " cannot be changed once it is set").as("immutable");
}

void add_missing(std::vector<std::string>& to, const std::vector<std::string>& wanted) {
    for (const auto& one : wanted)
        if (std::find(to.begin(), to.end(), one) == to.end()) to.push_back(one);
}

bool has_default(const storage::RepositoryRow& repository, const std::string& format) {
    return std::any_of(repository.distros.begin(), repository.distros.end(),
                       [&](const auto& distro) { return distro.format == format && distro.is_default; });
}

std::string json_list(const std::vector<std::string>& texts) {
    std::string out = "[";
    for (const auto& text : texts) {
        if (out.size() > 1) out += ",";
        append_json_string(out, text);
    }
    return out + "]";
}

std::string limit_json(const ChannelPut::Limit& limit) { return limit ? std::to_string(*limit) : "null"; }

/// What a PUT of a channel asked for, for the audit log.
std::string details_of(const ChannelPut& put) {
    std::string out = "{\"name\":";
    append_json_string(out, put.name);
    const std::pair<const char*, std::optional<bool>> switches[] = {{"immutable_versions", put.immutable_versions},
                                                                    {"protected", put.is_protected}};
    for (const auto& [name, value] : switches)
        if (value) out += ",\"" + std::string(name) + (*value ? "\":true" : "\":false");
    if (put.promote_from) out += ",\"promote_from\":" + json_list(*put.promote_from);
    if (put.keep_versions) out += ",\"keep_versions\":" + limit_json(*put.keep_versions);
    if (put.keep_days) out += ",\"keep_days\":" + limit_json(*put.keep_days);
    return out + "}";
}

/// What a PUT of a repository asked for, for the audit log.
std::string details_of(const RepositoryPut& put) {
    std::vector<std::string> distros;
    for (const auto& distro : put.distros) distros.push_back(distro.name);
    std::vector<std::string> channels;
    for (const auto& channel : put.channels) channels.push_back(details_of(channel));
    std::string out = "{\"distros\":" + json_list(distros) + ",\"channels\":[" + join(channels, ",") + "]";
    const std::pair<const char*, const std::optional<std::string>&> texts[] = {{"description", put.description},
                                                                               {"origin", put.origin}};
    for (const auto& [name, value] : texts) {
        if (!value) continue;
        out += ",\"" + std::string(name) + "\":";
        append_json_string(out, *value);
    }
    if (put.sign_packages) out += *put.sign_packages ? ",\"sign_packages\":true" : ",\"sign_packages\":false";
    if (put.ephemeral) out += ",\"ephemeral\":" + rule_json(*put.ephemeral);
    if (put.retain_revisions) out += ",\"retain_revisions\":" + limit_json(*put.retain_revisions);
    if (put.retain_days) out += ",\"retain_days\":" + limit_json(*put.retain_days);
    return out + "}";
}

/// The policies that change nothing but themselves.
void set_policies(const ChannelPut& put, storage::ChannelRow& settings) {
    if (put.is_protected) settings.is_protected = *put.is_protected;
    if (put.promote_from) settings.promote_from = *put.promote_from;
    if (put.keep_versions) settings.keep.versions = *put.keep_versions;
    if (put.keep_days) settings.keep.days = *put.keep_days;
}

}  // namespace

Result<> Planner::plan_put_repository(const Actor& actor, const PutRepositoryChange& change) {
    storage::RepositoryRow& settings = plan_.after.settings;
    const RepositoryPut& put = change.put;
    plan_.settings_changed = true;
    const bool created = settings.id == 0;
    if (created) {
        settings.id = parts_.new_id();
        settings.origin = put.origin.value_or(settings.name);
        plan_.after.keyring = {{*change.first_key, signing::KeyState::active}};
        plan_.new_keys.push_back(*change.first_key);
        plan_.keyring_changed = true;
    } else if (put.origin && *put.origin != settings.origin) {
        return immutable("origin");
    }
    TRY(check_origin(settings.origin));
    if (put.description && *put.description != settings.description) {
        settings.description = *put.description;
        all_entry_points_ = true;  // it stands in Release
    }
    if (put.sign_packages) settings.sign_packages = *put.sign_packages;
    if (put.ephemeral) TRY(put_ephemeral_rule(put, *put.ephemeral));
    if (put.retain_revisions) settings.retention.revisions = *put.retain_revisions;
    if (put.retain_days) settings.retention.days = *put.retain_days;
    for (const auto& distro : put.distros) TRY(put_distro(distro));
    const auto event = add_event(actor, created ? "repository.create" : "repository.update", "", details_of(put));
    for (const auto& channel : put.channels) TRY(put_channel(channel, event));
    return {};
}

Result<> Planner::put_ephemeral_rule(const RepositoryPut& put, const std::optional<storage::EphemeralRule>& rule) {
    if (rule) {
        const auto is_base = [&](const ChannelPut& channel) { return channel.name == rule->base; };
        const bool made_here = std::any_of(put.channels.begin(), put.channels.end(), is_base);
        TRY(check_ephemeral_rule(plan_.after, *rule, made_here ? BaseIs::made_with_it : BaseIs::to_be_there));
    }
    plan_.after.ephemeral = rule;
    plan_.ephemeral_rule_changed = true;
    return {};
}

Result<PutResult> Planner::plan_put_channel(const Actor& actor, const PutChannelChange& change) {
    const bool created = !drafts_.contains(change.put.name);
    const auto event =
        add_event(actor, created ? "channel.create" : "channel.update", change.put.name, details_of(change.put));
    TRY(put_channel(change.put, event));
    return created ? PutResult::created : PutResult::updated;
}

Result<> Planner::put_distro(const DistroPut& put) {
    TRY(check_name(NameOf::distro, put.name));
    for (auto& row : plan_.after.settings.distros)
        if (row.name == put.name) return change_distro(row, put);

    if (!put.format)
        return Error(Fault::invalid_input, "distro " + put.name + " is new: say its \"format\", \"deb\" or \"rpm\"")
            .as("invalid-field");
    storage::DistroRow row;
    row.id = parts_.new_id();
    row.name = put.name;
    row.format = *put.format;
    if (row.format != "deb" && row.format != "rpm")
        return Error(Fault::invalid_input,
                     "\"format\" of distro " + put.name + " is \"deb\" or \"rpm\", not \"" + row.format + "\"")
            .as("invalid-field");
    const bool is_deb = row.format == "deb";
    row.is_default = put.is_default.value_or(!has_default(plan_.after.settings, row.format));
    row.compression = is_deb ? "" : "gz";
    if (is_deb) row.components = put.components ? *put.components : std::vector<std::string>{"main"};
    row.architectures = put.architectures ? *put.architectures
                        : is_deb          ? std::vector<std::string>{"amd64", "arm64"}
                                          : std::vector<std::string>{"x86_64", "aarch64"};
    plan_.after.settings.distros.push_back(row);
    return change_distro(plan_.after.settings.distros.back(), put);
}

Result<> Planner::change_distro(storage::DistroRow& row, const DistroPut& put) {
    if (put.format && *put.format != row.format) return immutable("the format of distro " + row.name);
    if (put.components) {
        if (row.format == "rpm")
            return Error(Fault::invalid_input, "distro " + row.name + " is of format rpm: it has no components")
                .as("invalid-field");
        for (const auto& component : *put.components) TRY(check_name(NameOf::component, component));
        add_missing(row.components, *put.components);
    }
    if (put.architectures) {
        for (const auto& architecture : *put.architectures) TRY(check_name(NameOf::architecture, architecture));
        add_missing(row.architectures, *put.architectures);
        std::erase(row.architectures, row.format == "deb" ? "all" : "noarch");  // always there, never declared
    }
    if (put.compression && *put.compression != row.compression) {
        if (row.format != "rpm" || (*put.compression != "gz" && *put.compression != "zst"))
            return Error(Fault::invalid_input, "\"compression\" is \"gz\" or \"zst\", for distros of format rpm")
                .as("invalid-field");
        row.compression = *put.compression;
        for (auto& [name, draft] : drafts_)
            for (const auto& index : all_indexes(row)) plan_.channels[name].render.insert(index);
    }
    if (put.is_default) {
        if (*put.is_default)
            for (auto& other : plan_.after.settings.distros)
                if (other.format == row.format) other.is_default = false;
        row.is_default = *put.is_default;
    }
    return begin_indexes(row);
}

/// Gives every channel the indexes that the distro declares and it lacks.
Result<> Planner::begin_indexes(const storage::DistroRow& row) {
    for (auto& [name, draft] : drafts_) {
        for (const auto& index : all_indexes(row)) {
            if (draft.state().lists.contains(index)) continue;
            TRY(draft.begin_index(row, index));
            plan_.channels[name].render.insert(index);
        }
    }
    return {};
}

Result<> Planner::put_channel(const ChannelPut& put, std::size_t event) {
    TRY(check_name(NameOf::channel, put.name));
    plan_.settings_changed = true;
    if (!drafts_.contains(put.name)) {
        ChannelState state;
        state.settings.name = put.name;
        TRY(begin_channel(std::move(state), event));
    }
    ChannelDraft& draft = drafts_.at(put.name);
    const bool immutable_versions = put.immutable_versions.value_or(draft.settings().immutable_versions);
    if (immutable_versions && draft.state().life)
        return Error(Fault::conflict,
                     "channel " + put.name +
                         " is ephemeral: its versions can be published again with other bytes; promote "
                         "into another channel to keep them")
            .as("ephemeral-channel");
    if (immutable_versions && !draft.settings().immutable_versions) TRY(make_immutable(draft));
    draft.settings().immutable_versions = immutable_versions;
    set_policies(put, draft.settings());
    save_settings(draft.state().settings);
    return {};
}

void Planner::save_settings(const storage::ChannelRow& channel) {
    plan_.settings_changed = true;
    auto& rows = plan_.after.settings.channels;
    std::erase_if(rows, [&](const auto& row) { return row.id == channel.id; });
    rows.push_back(channel);
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
}

/// A channel with the name, settings and lists of `state`; numbers and dates go on where the name's stopped.
Result<> Planner::begin_channel(ChannelState state, std::size_t event) {
    const std::string name = state.settings.name;
    const auto past = TRY(storage::find_continuation(tx_, plan_.after.settings.name, name));
    state.settings.id = parts_.new_id();
    state.revision = past.last_revision;
    state.last_date = Seconds(std::chrono::seconds(past.last_date));
    ChannelPlan& work = plan_.channels[name];
    work.created = true;
    for (const auto& [index, list] : state.lists) work.render.insert(index);
    storage::ChangeRow row;
    row.cause = std::string(name_of(Cause::create));
    row.actor = plan_.events.at(event).actor;
    row.added = state.package_count;
    work.changes.emplace_back(std::move(row), event);
    save_settings(state.settings);
    drafts_.emplace(name, ChannelDraft(parts_.nodes, std::move(state)));
    for (const auto& distro : plan_.after.settings.distros) TRY(begin_indexes(distro));
    if (!has_expired(plan_.after, name)) return {};
    auto expired = *plan_.after.expired;
    expired.erase(name);
    plan_.after.expired = std::make_shared<const ExpiredChannels>(std::move(expired));
    return {};
}

/// Every version in the channel becomes taken, or none when one of them is taken by other bytes.
Result<> Planner::make_immutable(ChannelDraft& draft) {
    for (const auto& row : plan_.after.settings.distros) {
        const auto take_one = [&](const index::Entry& entry) -> Result<> {
            const auto package = TRY(storage::find_package(tx_, plan_.after.settings.id, entry.key.sha256));
            if (!package) return missing_package(entry.key.sha256);
            const auto holder = TRY(taken_by(row, *package));
            if (holder && *holder != package->uploaded_sha256)
                return Error(Fault::conflict,
                             "the channel has " + package->name + " " + package->version +
                                 " with bytes other than those published in an immutable channel of distro " +
                                 row.name + "; remove that package first")
                    .as("package-exists");
            take(row, *package);
            return {};
        };
        for (const auto& index : all_indexes(row)) TRY(draft.visit_home(row, index, take_one));
    }
    return {};
}

}  // namespace slipway::publishing
