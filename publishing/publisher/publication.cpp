// The stages of a publication, in the order of docs/publishing.md: plan, render, sign. Each runs on the cpu pool or the
// signing workers and starts the next from its last job.
#include "publishing/publisher/publication.hpp"

#include "publishing/planning/catalog_facts.hpp"

namespace slipway::publishing {

void PublicationStages::run(Stage publication, Done<> done) const {
    parts_.cpu.post(publication->before->settings.id, [this, publication, done = std::move(done)] {
        auto planned = plan(*publication);
        publication->ended(Step::plan, parts_.counts);
        if (!planned.ok() || !publication->plan.does_something()) return done(std::move(planned));
        render(publication, done);
    });
}

Result<> PublicationStages::plan(Publication& publication) const {
    const auto facts = TRY(CatalogFacts::read(parts_.catalog, publication.before->settings));
    Rights rights(facts.transaction(), publication.now);
    auto group =
        TRY(plan_group({facts, parts_.nodes, parts_.new_id, publication.now, parts_.limits, publication.kept.get()},
                       *publication.before, publication.changes, rights));
    for (const auto& [change, error] : group.refused) change->refuse(error);
    publication.changes = std::move(group.changes);
    publication.answers = std::move(group.answers);
    publication.plan = std::move(group.plan);
    return {};
}

/// The same index as another channel serves it: nothing is left to be rendered or hashed. Null where none does.
std::shared_ptr<const RenderedIndex> PublicationStages::find_equal(const Publication& publication, const IndexKey& key,
                                                                   const ListState& list,
                                                                   const storage::DistroRow& distro) const {
    for (const auto& [name, channel] : publication.served) {
        const auto found = channel.indexes.find(key);
        if (found == channel.indexes.end() || !found->second->offers(list.root, distro)) continue;
        if (!is_whole(parts_.segments.store(), *found->second)) continue;
        auto equal = std::make_shared<RenderedIndex>(*found->second);
        for (auto& file : equal->files) file.published_at = publication.now;
        return equal;
    }
    return nullptr;
}

void PublicationStages::render(Stage publication, Done<> done) const {
    const Plan& plan = publication->plan;
    const auto last = std::make_shared<Gathering>([this, publication, done = std::move(done)](Result<> result) {
        publication->ended(Step::sign, parts_.counts);
        done(std::move(result));
    });
    const auto own = last->begin();
    IndexRendering::Request request;
    request.synced = last;
    request.repository = plan.after.settings.id;
    request.lane = request.repository;
    request.nodes = plan.nodes;
    request.pending = plan.packages;
    request.published_at = publication->now;
    std::vector<std::size_t> places;  // in `new_indexes`, of those that are rendered
    for (const auto& [name, work] : plan.channels) {
        for (const auto& key : work.render) {
            const ListState& list = plan.after.channels.at(name).lists.at(key);
            const auto& distro = *plan.after.find_distro(key.distro);
            publication->new_indexes.emplace_back(name, find_equal(*publication, key, list, distro));
            if (publication->new_indexes.back().second) continue;
            places.push_back(publication->new_indexes.size() - 1);
            const auto& served = publication->served[name].indexes;
            const auto previous = served.find(key);
            request.indexes.push_back(
                {key, list.root, list.count, distro, previous == served.end() ? nullptr : previous->second});
        }
    }
    IndexRendering::start(
        {parts_.catalog, parts_.segments, parts_.cpu, parts_.cpu_threads, parts_.counts, parts_.condemned},
        std::move(request), [this, publication, places, own](Result<RenderedIndexes> rendered) {
            publication->ended(Step::render, parts_.counts);
            if (!rendered.ok()) return own(std::move(rendered).error());
            for (std::size_t i = 0; i < rendered->indexes.size(); ++i)
                publication->new_indexes[places[i]].second = rendered->indexes[i];
            publication->new_segments = std::move(rendered->new_segments);
            sign(publication, own);
        });
}

void PublicationStages::sign(Stage publication, Done<> own) const {
    Plan& plan = publication->plan;
    for (const auto& [name, id] : plan.gone_channels) publication->served.erase(name);
    for (auto& [name, served] : publication->served) {
        std::erase_if(served.indexes, [&](const auto& index) { return !plan.after.find_distro(index.first.distro); });
        std::erase_if(served.entry_points, [&](const auto& row) { return !plan.after.find_distro(row.first.first); });
    }
    for (auto& [name, work] : plan.channels) {
        ChannelState& channel = plan.after.channels.at(name);
        ChannelPublication& served = publication->served[name];
        for (const auto& [of, index] : publication->new_indexes)
            if (of == name) served.indexes[index->key] = index;
        for (const auto& index : work.gone) {
            served.indexes.erase(index);
            served.entry_points.erase({index.distro, index.architecture});
        }
        const GenerationDate date = next_date(channel.last_date, publication->now);
        publication->clock_was_wrong |= date.clock_was_wrong;
        for (const RowId distro : work.entry_points) {
            for (const auto& key : entry_points_of(*plan.after.find_distro(distro), served.indexes)) {
                storage::EntryPointRow row;
                row.channel = channel.settings.id;
                row.distro = key.first;
                row.architecture = key.second;
                const storage::EntryPointRow& before = served.entry_points[key];
                row.generation = before.generation + 1;
                row.date = date.date;
                // Of a URL that is new or comes back the channel's date is all that is known.
                const bool is_known = before.last_modified != Seconds{};
                row.last_modified = next_last_modified(is_known ? before.last_modified : channel.last_date, date);
                row.content = entry_point_text(plan.after, channel, key, served.indexes, date.date, parts_.public_url);
                publication->new_entry_points.emplace_back(name, std::move(row));
            }
        }
        if (!work.entry_points.empty()) channel.last_date = date.date;
    }
    auto gathering = std::make_shared<Gathering>([publication, own](Result<> result) {
        for (const auto& [name, row] : publication->new_entry_points)
            publication->served.at(name).entry_points[{row.distro, row.architecture}] = row;
        own(std::move(result).during("signing"));
    });
    const auto all_begun = gathering->begin();
    for (auto& [name, row] : publication->new_entry_points)
        sign_entry_point(parts_.signers, plan.after, row, signing::Priority::publication, gathering->begin());
    all_begun({});
}

}  // namespace slipway::publishing
