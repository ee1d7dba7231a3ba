#include "tests/server/api/channel_fingerprints.hpp"

#include "storage/catalog/events.hpp"
#include "tests/support/must.hpp"

#include <algorithm>
#include <fnmatch.h>

namespace slipway::api {
namespace {

/// What `one` has and `other` has not, or has otherwise, of channels that no pattern covers.
std::string lost_or_changed(const Fingerprints& one, const Fingerprints& other,
                            const std::vector<std::string>& patterns, const char* verb) {
    std::string differences;
    for (const auto& [channel, fingerprint] : one) {
        if (is_covered(channel, patterns)) continue;
        const auto counterpart = other.find(channel);
        for (const auto& [part, value] : fingerprint) {
            const bool equal = counterpart != other.end() && counterpart->second.contains(part) &&
                               counterpart->second.at(part) == value;
            if (!equal) differences += channel + " " + part + verb + value + "\n";
        }
    }
    return differences;
}

}  // namespace

bool is_covered(const std::string& channel, const std::vector<std::string>& patterns) {
    return std::ranges::any_of(patterns, [&](const std::string& pattern) {
        return ::fnmatch(pattern.c_str(), channel.c_str(), FNM_PATHNAME) == 0;
    });
}

ChannelName parts_of(const std::string& channel) {
    const auto slash = channel.find('/');
    return {channel.substr(0, slash), channel.substr(slash + 1)};
}

std::string url_of_repository(const std::string& repository) { return "/api/v1/repositories/" + repository; }
std::string url_of_channel(const std::string& channel) {
    const auto [repository, name] = parts_of(channel);
    return url_of_repository(repository) + "/channels/" + name;
}

std::string differences_beyond(const std::vector<std::string>& patterns, const Fingerprints& was,
                               const Fingerprints& is) {
    return lost_or_changed(was, is, patterns, " was ") + lost_or_changed(is, was, patterns, " is ");
}

/// Changes have their turn in order, so behind this one there is none of the server's own left that followed.
void ChannelFingerprints::settle() {
    const auto tree = api_.publisher().current();
    for (const auto& [repository, published] : tree->repositories) {
        const auto behind_all = api_.patch(url_of_repository(repository), "{}");
        EXPECT_EQ(behind_all.status, 200U) << body_of(behind_all);
    }
}

Fingerprints ChannelFingerprints::take() {
    settle();
    statuses_.clear();
    count_events();
    Fingerprints found;
    const auto tree = api_.publisher().current();
    for (const auto& [repository, published] : tree->repositories)
        for (const auto& [name, state] : published->state.channels) {
            const auto channel = repository + "/" + name;
            found.emplace(channel, fingerprint(channel));
        }
    return found;
}

/// What an administrator is told of it, and the bytes that package managers get.
Fingerprint ChannelFingerprints::fingerprint(const std::string& channel) {
    const auto url = url_of_channel(channel);
    const auto packages = api_.get(url + "/packages?limit=1000");
    Fingerprint found{{"channel", body_of(api_.get(url))},
                      {"revisions", body_of(api_.get(url + "/revisions?limit=1000"))},
                      {"packages", body_of(packages)},
                      {"events", std::to_string(events_[channel])}};
    for (const auto& path : all_members(packages, "path")) found["file " + path] = status_of(path);
    add_files(found, channel);
    return found;
}

/// Channels share the files of their packages.
const std::string& ChannelFingerprints::status_of(const std::string& path) {
    const auto known = statuses_.find(path);
    if (known != statuses_.end()) return known->second;
    return statuses_.emplace(path, std::to_string(api_.get(path).status)).first->second;
}

void ChannelFingerprints::add_files(Fingerprint& found, const std::string& channel) {
    const auto [repository, name] = parts_of(channel);
    const auto tree = api_.publisher().current();
    const auto* published = tree->find(repository);
    found["dated"] = iso_date(published->state.channels.at(name).last_date);
    for (const auto& [distro, channels] : published->files) {
        const auto files = channels.find(name);
        if (files == channels.end()) continue;
        for (const auto& [path, file] : files->second->files)
            if (file.replaced_at == Seconds{} && path != "Release.gpg")  // it comes a moment after its Release
                found[distro + "/" + path] = file.etag + iso_date(file.last_modified);
        for (const auto& [basearch, generations] : files->second->repomds)
            found[distro + "/" + basearch] = generations.back().repomd.etag + generations.back().signature.etag;
    }
}

void ChannelFingerprints::count_events() {
    const auto tx = MUST(api_.catalog().read());
    for (const auto& event : MUST(storage::events(tx, {.after = last_event_, .limit = 1'000'000}))) {
        last_event_ = event.id;
        if (event.action != "access.refuse")  // written some time after the refusal
            ++events_[event.repository + "/" + event.channel];
    }
}

}  // namespace slipway::api
