#include "publishing/publisher/repository_slot.hpp"

#include "publishing/served/tree_building.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

std::shared_ptr<const ChannelFiles> files_of(const PublishedRepository* repository, const std::string& distro,
                                             const std::string& channel) {
    if (repository == nullptr) return nullptr;
    const auto channels = repository->files.find(distro);
    if (channels == repository->files.end()) return nullptr;
    const auto files = channels->second.find(channel);
    return files == channels->second.end() ? nullptr : files->second;
}

}  // namespace

std::vector<SharedChange> take_group(std::deque<SharedChange>& waiting) {
    std::vector<SharedChange> group;
    group.push_back(std::move(waiting.front()));
    waiting.pop_front();
    const std::string* wanted = group.front()->shared_channel();
    if (wanted == nullptr) return group;

    std::deque<SharedChange> left;
    bool barrier = false;
    for (auto& change : waiting) {
        const std::string* channel = change->shared_channel();
        barrier |= channel == nullptr;
        if (!barrier && *channel == *wanted)
            group.push_back(std::move(change));
        else
            left.push_back(std::move(change));
    }
    waiting = std::move(left);
    return group;
}

void enqueue(std::deque<SharedChange>& waiting, SharedChange change) {
    const auto repeats = [&](const SharedChange& other) { return change->is_repeated_by(*other); };
    if (std::ranges::none_of(waiting, repeats)) waiting.push_back(std::move(change));
}

NewPoolNames::NewPoolNames(const Pools& pools, const std::vector<storage::PoolName>& names) : NewPoolNames(pools) {
    added_.reserve(names.size());
    for (const auto& name : names) {
        PoolNames& pool = *pools.at(name.distro);
        if (pool.find(name.sha256.hex().substr(0, 16), name.file_name)) continue;
        added_.push_back(&name);
        pool.insert(name.sha256, name.size, name.file_name);
    }
}

NewPoolNames::~NewPoolNames() {
    for (const auto* name : added_) pools_.at(name->distro)->remove(name->sha256, name->file_name);
}

std::shared_ptr<const RepositoryState> empty_state(const std::string& name) {
    auto fresh = std::make_shared<RepositoryState>();
    fresh->settings.name = name;
    return fresh;
}

void remember_kept(RepositorySlot& slot, Plan& plan) {
    if (!plan.kept) return;
    const auto& lists = plan.after.channels.at(plan.kept->channel).lists;
    KeptContent& content = (*slot.kept)[plan.kept->channel];
    content.remember(std::move(*plan.kept), lists);
}

void purge_name(const RepositoryState& repository, const std::map<RowId, std::shared_ptr<PoolNames>>& pools,
                const storage::PurgeRow& purge) {
    for (const auto& distro : repository.settings.distros)
        if (distro.format == purge.format) pools.at(distro.id)->purge(purge.sha256, purge.file_name);
}

Result<std::shared_ptr<const PublishedRepository>> build_repository(const RepositorySlot& slot,
                                                                    const std::set<std::string>* changed_channels,
                                                                    const storage::SegmentStore& segments,
                                                                    Seconds now) {
    auto out = std::make_shared<PublishedRepository>();
    out->state = *slot.state;
    out->key_files = TRY(build_key_files(slot.state->keyring));
    for (const auto& distro : slot.state->settings.distros) {
        out->pools[distro.name] = slot.pools.at(distro.id);
        auto& channels = out->files[distro.name];
        for (const auto& [channel, publication] : slot.served) {
            auto previous = files_of(slot.published.get(), distro.name, channel);
            const bool unchanged = previous && changed_channels != nullptr && !changed_channels->contains(channel);
            channels[channel] =
                unchanged ? std::move(previous)
                          : TRY(build_files(distro, slot.state->keyring, publication, previous.get(), segments, now));
        }
    }
    return std::shared_ptr<const PublishedRepository>(std::move(out));
}

}  // namespace slipway::publishing
