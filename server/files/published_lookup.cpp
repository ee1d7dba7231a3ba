// From a path to what is published there:
//
//     {repo}/keys.asc keys.gpg rpm-keys.asc revoked.asc
//     {repo}/{channel}.sh
//     {repo}/{distro}/{channel}.sources .repo .sh
//     {repo}/{distro}/dists/{channel}/…                                       deb: indexes
//     {repo}/{distro}/pool/{component}/{prefix}/{source}/{h}/{file}           deb: packages
//     {repo}/{distro}/{channel}/{basearch}/repodata/…                         rpm: indexes
//     {repo}/{distro}/{channel}/{basearch}/gpg-pubkey-{id}-{time}.asc         rpm: key hints
//     {repo}/{distro}/{channel}/{basearch}/packages/{h}/{file}                rpm: packages
//     {repo}/{distro}/snapshots/{id}/…                                        a past state: what stands above after
//     {distro}
//
// Package files are found by (`{h}`, file name) alone: the segments before are for people and for apt's file names.
#include "server/files/published_lookup.hpp"

#include "publishing/model/ephemeral.hpp"
#include "repo-format/formats/package_format.hpp"
#include "repo-format/rpm/architectures.hpp"
#include "repo-format/yum/repomd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace slipway::files {
namespace {

using publishing::ChannelFiles;
using publishing::PublishedRepository;
using Path = std::span<const std::string>;

constexpr std::size_t digest_digits = 64;
constexpr std::string_view expired_channel =
    "This channel has expired: nothing was uploaded into it during its time to live.";
constexpr std::string_view purged_package =
    "This package was purged: it must not be used any more. Its bytes are destroyed.";

std::string joined(Path path) {
    std::string text;
    for (const auto& segment : path) {
        if (!text.empty()) text += '/';
        text += segment;
    }
    return text;
}

/// "dev" of "dev.sources"; nothing with another ending.
std::optional<std::string> without_ending(std::string_view name, std::string_view ending) {
    if (!name.ends_with(ending)) return std::nullopt;
    return std::string(name.substr(0, name.size() - ending.size()));
}

/// Nothing for a key that is no standby key.
std::optional<std::string> hint_name_of(const signing::RepositoryKey& key) {
    if (key.state != signing::KeyState::standby) return std::nullopt;
    return yum::file_name(yum::KeyHint{key.key.fingerprint, key.key.created_at});
}

/// The paths of one repository.
class Lookup {
public:
    explicit Lookup(const PublishedRepository& repository) : repository_(repository) {}

    Found repository_file(const std::string& name) const {
        if (const auto key = repository_.key_files.find(name); key != repository_.key_files.end())
            return CurrentFile{&key->second};
        return set_up_file(SetUp::script, nullptr, without_ending(name, ".sh"));
    }

    Found distro_file(const publishing::DistroRow& distro, Path path) const {
        if (path.size() == 1) return named_set_up(distro, path[0]);
        if (path[0] == "snapshots") return past_file(distro, path[1], path.subspan(2));
        const auto place = formats::of(distro.format).parse_path(path);
        if (!place) return NothingThere{};
        if (is_package(distro, *place)) return package(distro, *place->package);
        return place->channel == nullptr ? NothingThere{} : channel_file(distro, *place);
    }

private:
    Found named_set_up(const publishing::DistroRow& distro, const std::string& name,
                       const std::string& snapshot = {}) const {
        const auto ending = set_up_ending(formats::of(distro.format).traits().format);
        if (auto channel = without_ending(name, fmt::format(".{}", ending)))
            return set_up_file(SetUp::source, &distro, std::move(channel), snapshot);
        return set_up_file(SetUp::script, &distro, without_ending(name, ".sh"), snapshot);
    }

    Found set_up_file(SetUp kind, const publishing::DistroRow* distro, std::optional<std::string> channel,
                      const std::string& snapshot = {}) const {
        if (!channel) return NothingThere{};
        if (!repository_.state.channels.contains(*channel)) return no_channel(*channel);
        return SetUpFile{kind, &repository_, distro, std::move(*channel), snapshot};
    }

    /// Package files are the same below every snapshot; indexes are its own.
    Found past_file(const publishing::DistroRow& distro, const std::string& id, Path path) const {
        if (path.size() == 1) return named_set_up(distro, path[0], id);
        const auto place = formats::of(distro.format).parse_path(path);
        if (!place) return NothingThere{};
        if (is_package(distro, *place)) return package(distro, *place->package);
        return place->channel == nullptr ? NothingThere{} : snapshot_file(distro, id, *place->channel, place->file);
    }

    Found snapshot_file(const publishing::DistroRow& distro, const std::string& id, const std::string& channel,
                        Path path) const {
        const auto found = repository_.state.channels.find(channel);
        if (found == repository_.state.channels.end()) return no_channel(channel);
        return SnapshotFile{&repository_, &distro, &found->second.settings, id, joined(path)};
    }

    Found no_channel(const std::string& channel) const {
        return publishing::has_expired(repository_.state, channel) ? Found(Gone{expired_channel}) : NothingThere{};
    }

    bool is_package(const publishing::DistroRow& distro, const formats::PathInDistro& place) const {
        if (!place.package) return false;
        return place.channel == nullptr ||
               is_package_place(repository_, distro, *place.channel, *place.package->architecture);
    }

    Found package(const publishing::DistroRow& distro, const formats::PathInDistro::Package& named) const {
        const auto& [h, file_name, architecture] = named;
        const auto pool = repository_.pools.find(distro.name);
        if (pool == repository_.pools.end() || !pool->second) return NothingThere{};
        const auto media_type = formats::of(distro.format).traits().media_type;
        if (const auto file = pool->second->find(h, file_name)) return PoolPackage{*file, media_type};
        if (pool->second->is_purged(h, file_name)) return Gone{purged_package};
        if (!publishing::is_pool_prefix(h)) return NothingThere{};
        return UnknownPackage{distro.id, std::string(h), std::string(file_name), media_type};
    }

    const ChannelFiles* files_of(const publishing::DistroRow& distro, const std::string& channel) const {
        const auto channels = repository_.files.find(distro.name);
        if (channels == repository_.files.end()) return nullptr;
        const auto files = channels->second.find(channel);
        return files == channels->second.end() ? nullptr : files->second.get();
    }

    Found channel_file(const publishing::DistroRow& distro, const formats::PathInDistro& place) const {
        const bool is_apt = formats::of(distro.format).traits().layout == formats::Layout::apt;
        return is_apt ? apt_index(distro, *place.channel, place.file) : yum_file(distro, *place.channel, place.file);
    }

    Found apt_index(const publishing::DistroRow& distro, const std::string& channel, Path path) const {
        const auto* files = files_of(distro, channel);
        if (files == nullptr) return no_channel(channel);
        const auto name = joined(path);
        const auto found = files->files.find(name);
        if (name == "Release.gpg" && (found == files->files.end() || found->second.size() == 0))
            return files->files.contains("Release")
                       ? Found(ReleaseSignature{repository_.state.settings.name, distro.name, channel})
                       : Found(NothingThere{});
        if (found != files->files.end()) return CurrentFile{&found->second};
        if (path.size() < 3 || path[path.size() - 3] != "by-hash" || path[path.size() - 2] != "SHA256")
            return NothingThere{};
        return replaced(distro, channel, path.back());
    }

    Found yum_file(const publishing::DistroRow& distro, const std::string& channel, Path path) const {
        const auto* files = files_of(distro, channel);
        if (files == nullptr) return no_channel(channel);
        const auto basearch = served_basearch(*files, path[0]);
        const bool in_repodata = path.size() == 3 && path[1] == "repodata";
        if (in_repodata && (path[2] == "repomd.xml" || path[2] == "repomd.xml.asc")) {
            const auto generations = files->repomds.find(basearch);
            if (generations == files->repomds.end() || generations->second.empty()) return NothingThere{};
            return RepomdFile{&generations->second,
                              path[2] != "repomd.xml",
                              repository_.state.settings.name + "/" + distro.name + "/" + channel + "/" + basearch,
                              distro.id,
                              id_of(channel),
                              basearch};
        }
        const auto found = files->files.find(basearch + "/" + joined(path.subspan(1)));
        if (found != files->files.end()) return CurrentFile{&found->second};
        if (path.size() == 2 && files->repomds.contains(basearch)) return key_hint(path[1]);
        return in_repodata ? replaced(distro, channel, path[2].substr(0, digest_digits)) : Found(NothingThere{});
    }

    Found key_hint(const std::string& name) const {
        for (const auto& key : repository_.state.keyring)
            if (hint_name_of(key) == name) return KeyHintFile{&key.key.armored};
        return NothingThere{};
    }

    /// 0: the channel is gone, and some of its files are not yet.
    publishing::RowId id_of(const std::string& channel) const {
        const auto state = repository_.state.channels.find(channel);
        return state == repository_.state.channels.end() ? 0 : state->second.settings.id;
    }

    Found replaced(const publishing::DistroRow& distro, const std::string& channel, std::string_view digest) const {
        const auto sha256 = Sha256::parse(digest);
        const auto state = repository_.state.channels.find(channel);
        if (!sha256 || state == repository_.state.channels.end()) return NothingThere{};
        return ReplacedFile{&repository_, distro.id, state->second.settings.id, *sha256};
    }

    const PublishedRepository& repository_;
};

}  // namespace

std::string served_basearch(const ChannelFiles& files, const std::string& asked) {
    const std::string noarch = "noarch";
    const bool is_a_machines = asked != "source" && rpm::is_known_basearch(asked);
    const bool has_its_own = files.repomds.contains(asked);
    return is_a_machines && !has_its_own && files.repomds.contains(noarch) ? noarch : asked;
}

std::vector<std::string> key_hint_names(const PublishedRepository& repository) {
    std::vector<std::string> names;
    for (const auto& key : repository.state.keyring)
        if (auto name = hint_name_of(key)) names.push_back(std::move(*name));
    return names;
}

bool is_package_place(const PublishedRepository& repository, const publishing::DistroRow& distro,
                      const std::string& channel, const std::string& basearch) {
    return repository.state.channels.contains(channel) &&
           (publishing::declares(distro, basearch) || rpm::is_known_basearch(basearch) ||
            basearch == publishing::architecture_of_all(distro));
}

Found look_up(const publishing::PublishedTree& tree, Path path) {
    if (path.size() < 2) return NothingThere{};
    const auto* repository = tree.find(path[0]);
    if (repository == nullptr) return NothingThere{};
    const Lookup lookup(*repository);
    if (path.size() == 2) return lookup.repository_file(path[1]);
    const auto* distro = repository->state.find_distro(path[1]);
    return distro == nullptr ? Found(NothingThere{}) : lookup.distro_file(*distro, path.subspan(2));
}

}  // namespace slipway::files
