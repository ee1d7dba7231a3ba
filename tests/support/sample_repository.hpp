#pragma once

#include "publishing/model/model.hpp"
#include "tests/support/golden.hpp"

namespace slipway::testing {

inline signing::RepositoryKey a_key(const std::string& fingerprint, signing::KeyState state, const std::string& file) {
    return {.key = {.fingerprint = fingerprint,
                    .algorithm = "ed25519",
                    .created_at = Seconds{std::chrono::seconds{1795367532}},
                    .armored = data_file(file)},
            .state = state};
}

/// A repository "acme" with an active and a standby key, the distros bookworm and trixie (deb), el9 and fedora41 (rpm),
/// the first of each format being the default, and the channels dev (revision 7, 42 packages) and stable.
inline publishing::RepositoryState a_repository() {
    publishing::RepositoryState repository;
    repository.settings.name = "acme";
    repository.settings.description = "Tools of the harbour";
    repository.settings.distros = {
        {1, "bookworm", Format::deb, Compression::none, true, {"main", "extra"}, {"amd64", "arm64"}},
        {2, "trixie", Format::deb, Compression::none, false, {"main"}, {"amd64"}},
        {3, "el9", Format::rpm, Compression::gzip, true, {}, {"x86_64", "aarch64"}},
        {4, "fedora41", Format::rpm, Compression::zstd, false, {}, {"x86_64"}},
    };
    repository.keyring = {
        a_key("EA667E26947EBAA7E6736B9C0BD62D2DEAF0BB0D", signing::KeyState::active, "setup/active.asc"),
        a_key("67C1AA503B91303335323B4990DE9C0026F37E0D", signing::KeyState::standby, "setup/standby.asc"),
    };
    const auto add_channel = [&repository](const std::string& name, std::int64_t revision, std::uint64_t packages) {
        publishing::ChannelState channel;
        channel.settings.id = static_cast<std::int64_t>(repository.settings.channels.size()) + 11;
        channel.settings.name = name;
        channel.revision = revision;
        channel.package_count = packages;
        channel.updated_at = Seconds{std::chrono::seconds{1795367600}};
        repository.settings.channels.push_back(channel.settings);
        repository.channels.emplace(name, channel);
    };
    add_channel("dev", 7, 42);
    add_channel("stable", 1, 0);
    return repository;
}

}  // namespace slipway::testing
