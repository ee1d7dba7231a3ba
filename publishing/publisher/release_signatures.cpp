// No upload waits for Release.gpg, as every apt requests InRelease first. It is made after the switch and stored by a
// small write of its own. A request that comes before it is made waits.
#include "publishing/publisher/release_signatures.hpp"

#include "publishing/publisher/publisher_state.hpp"
#include "publishing/served/tree_building.hpp"
#include "storage/catalog/repeated_write.hpp"

namespace slipway::publishing {
namespace {

const PublishedFile* find_signature(const RepositorySlot& slot, const std::string& distro, const std::string& channel) {
    const auto channels = slot.published->files.find(distro);
    if (channels == slot.published->files.end()) return nullptr;
    const auto files = channels->second.find(channel);
    if (files == channels->second.end()) return nullptr;
    const auto file = files->second->files.find("Release.gpg");
    return file == files->second->files.end() ? nullptr : &file->second;
}

bool is_of(const ChannelPublication& served, const storage::EntryPointRow& row) {
    const auto found = served.entry_points.find({row.distro, ""});
    return found != served.entry_points.end() && found->second.channel == row.channel;
}

}  // namespace

/// Refuses the requests that wait for signatures of a deleted channel or distro, and drops those that are being made.
void forget_release_signatures(RepositorySlot& slot, const IsOfGone& is_gone) {
    for (const auto& [of, waiters] : slot.signature_waiters)
        if (is_gone(of))
            for (const auto& done : waiters) done(Error(Fault::not_found, "no such channel"));
    std::erase_if(slot.signature_waiters, [&](const auto& entry) { return is_gone(entry.first); });
    std::erase_if(slot.signatures_under_way, [&](const auto& entry) { return is_gone(entry.first); });
}

void ReleaseSignatures::sign(const std::string& repository, const std::string& channel, RowId distro) {
    RepositorySlot& slot = of_.slots.at(repository);
    const auto& row = slot.served.at(channel).entry_points.at({distro, ""});
    if (!row.is_whole) return;  // it is being made again, and gets a signature then
    ++slot.signatures_under_way[{channel, distro}];
    of_.publishing_threads.post([this, repository, channel, of = row, state = slot.state] {
        auto signature = request_release_signature(of_.parts.signers, *state, of).get();
        of_.turns.run([&] { store(repository, channel, of, std::move(signature)); });
    });
}

void ReleaseSignatures::store(const std::string& repository, const std::string& channel,
                              const storage::EntryPointRow& of, Result<std::string> signature) {
    const auto found = of_.slots.find(repository);
    if (found == of_.slots.end()) return;  // deleted meanwhile
    RepositorySlot& slot = found->second;
    const RowId distro = of.distro;
    const auto served = slot.served.find(channel);
    // A channel of this name may have been deleted and made again: its rows have another id.
    if (served == slot.served.end() || !is_of(served->second, of)) return;
    --slot.signatures_under_way[{channel, distro}];
    auto& row = served->second.entry_points.at({distro, ""});
    if (row.generation != of.generation) return;  // a newer Release has a signature of its own coming

    const auto write = [&]() -> Result<> {
        auto signed_row = row;
        signed_row.detached = TRY(std::move(signature));
        const auto save = [&](storage::WriteTransaction& tx) -> Result<> {
            TRY(of_.fence.check_generation(tx, slot.state->settings.id, slot.generation));
            return storage::save_entry_point(tx, signed_row);
        };
        TRY(storage::write_repeatedly(of_.parts.catalog, save));
        row = std::move(signed_row);
        const std::set<std::string> changed = {channel};
        slot.published = TRY(build_repository(slot, &changed, of_.segments.store(), of_.parts.clock.now()));
        return {};
    };
    const auto stored = of_.guard.result_of("storing a signature", write);
    auto waiters = std::move(slot.signature_waiters[{channel, distro}]);
    slot.signature_waiters.erase({channel, distro});
    if (!stored.ok()) {
        of_.failures.failure("Release.gpg could not be made", stored.error());
        for (const auto& done : waiters)
            done(Error("publication-failed"_problem, "Release.gpg could not be made; try again"));
        return;
    }
    const PublishedFile* file = find_signature(slot, slot.state->find_distro(distro)->name, channel);
    for (const auto& done : waiters) done(*file);
    of_.switch_tree([] {});
}

void ReleaseSignatures::wait(const std::string& repository, const std::string& distro, const std::string& channel,
                             Done<PublishedFile> done) {
    const auto found = of_.slots.find(repository);
    const bool exists = found != of_.slots.end() && found->second.state &&
                        found->second.state->find_distro(distro) != nullptr && found->second.served.contains(channel);
    if (!exists) return done(Error(Fault::not_found, "no such channel"));
    RepositorySlot& slot = found->second;
    if (const PublishedFile* file = find_signature(slot, distro, channel)) return done(*file);

    const auto* row = slot.state->find_distro(distro);
    if (!has_release(*row)) return done(Error(Fault::not_found, "distro " + distro + " has no Release file"));
    slot.signature_waiters[{channel, row->id}].push_back(std::move(done));
    // The signing that began after the switch answers. If it failed, a request begins another one.
    if (slot.signatures_under_way[{channel, row->id}] == 0) sign(repository, channel, row->id);
}

}  // namespace slipway::publishing
