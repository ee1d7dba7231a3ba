// Rendering in three waves of jobs: (1) blocks without segments are rendered and compressed, (2) every output is joined
// and hashed while the packs are synced, (3) the result is delivered. No job waits for another: a Gathering starts the
// next wave.
#include "publishing/index_rendering.hpp"

#include <set>

namespace slipway::publishing {

Result<storage::Extent> SegmentWriter::append(const std::string& bytes) {
    const std::lock_guard lock(mutex_);
    auto extents = TRY(store_.append({&bytes, 1}));
    return extents.front();
}

Result<> SegmentWriter::sync() {
    const std::lock_guard lock(mutex_);
    return store_.sync();
}

void IndexRendering::start(Parts parts, Request request, std::function<void(Result<RenderedIndexes>)> done) {
    Self self(new IndexRendering(parts, std::move(request), std::move(done)));
    parts.cpu.post([self] { render_missing(self); });
}

void IndexRendering::render_missing(Self self) {
    auto missing = self->find_missing();
    if (!missing.ok()) return deliver(self, std::move(missing).error());

    auto gathering = std::make_shared<Gathering>([self](Result<> result) {
        if (!result.ok()) return deliver(self, std::move(result));
        digest_outputs(self);
    });
    // Few blocks: their outputs are compressed side by side. Many: one job each, so that only as many texts are in
    // memory as there are threads.
    const bool parallel = missing->size() < self->parts_.cpu_threads;
    for (auto& block : *missing) {
        gathering->begin();
        self->parts_.cpu.post(
            [self, gathering, parallel, block = std::move(block)] { render_block(self, gathering, block, parallel); });
    }
    gathering->finish({});
}

void IndexRendering::render_block(Self self, std::shared_ptr<Gathering> gathering, const MissingBlock& missing,
                                  bool parallel) {
    if (gathering->failed()) return gathering->finish({});
    auto texts = self->texts_of(missing);
    if (!texts.ok()) return gathering->finish(std::move(texts).error());

    self->parts_.counts.blocks.fetch_add(1, std::memory_order_relaxed);
    const auto documents = documents_of(missing.distro);
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const auto text = std::make_shared<const std::string>(std::move((*texts)[i]));
        for (const auto& output : outputs_of(missing.distro)) {
            if (output.document != documents[i]) continue;
            auto job = [self, missing, output, text] { return self->compress(missing, output, *text); };
            gathering->begin();
            if (!parallel)
                gathering->finish(job());
            else
                self->parts_.cpu.post([gathering, job = std::move(job)] { gathering->finish(job()); });
        }
    }
    gathering->finish({});
}

void IndexRendering::digest_outputs(Self self) {
    auto gathering = std::make_shared<Gathering>([self](Result<> result) { deliver(self, std::move(result)); });
    gathering->begin();
    self->parts_.cpu.post([self, gathering] { gathering->finish(self->parts_.segments.sync()); });
    for (const auto& index : self->indexes_) {
        for (auto& file : index->files) {
            gathering->begin();
            self->parts_.cpu.post([self, gathering, index, &file] { gathering->finish(self->digest(*index, file)); });
        }
    }
    gathering->finish({});
}

void IndexRendering::deliver(Self self, Result<> result) {
    if (!result.ok()) return self->done_(std::move(result).error());
    RenderedIndexes rendered;
    rendered.indexes.assign(self->indexes_.begin(), self->indexes_.end());
    rendered.new_segments = std::move(self->new_segments_);
    self->done_(std::move(rendered));
}

Result<std::vector<IndexRendering::MissingBlock>> IndexRendering::find_missing() {
    auto tx = TRY(parts_.catalog.read());
    std::vector<MissingBlock> missing;
    std::set<std::pair<Sha256, std::string>> noted;
    for (const auto& wanted : request_.indexes) {
        auto index = std::make_shared<RenderedIndex>();
        index->key = wanted.key;
        index->root = wanted.root;
        index->count = wanted.count;
        index->variant = variant_of(wanted.distro, wanted.key.component);
        for (const auto& output : outputs_of(wanted.distro)) {
            index->files.push_back({output, {}, {}, {}, 0, request_.published_at});
        }
        for (const auto& block : TRY(index::blocks_of(*request_.nodes, wanted.root))) {
            index->blocks.push_back(block.hash);
            if (TRY(find_known(*index, tx, block.hash))) continue;
            if (noted.emplace(block.hash, index->variant).second)
                missing.push_back({block.hash, index->variant, wanted.distro, wanted.key.component});
        }
        indexes_.push_back(std::move(index));
    }
    return missing;
}

/// Remembers where the outputs of a block stand already; false if one of them has to be made.
Result<bool> IndexRendering::find_known(const RenderedIndex& index, const storage::ReadTransaction& tx,
                                        const Sha256& block) {
    for (const auto& file : index.files) {
        const SegmentKey key(block, file.output.document, file.output.form, index.variant);
        if (segments_.contains(key)) continue;
        const auto row = TRY(storage::find_segment(tx, block, file.output.document,
                                                   std::string(index::name_of(file.output.form)), index.variant));
        if (!row) return false;
        segments_[key] = placed(*row);
    }
    return true;
}

Result<std::vector<std::string>> IndexRendering::texts_of(const MissingBlock& missing) const {
    auto tx = TRY(parts_.catalog.read());
    std::vector<std::string> texts(documents_of(missing.distro).size());
    for (const auto& entry : TRY(index::entries_of(*request_.nodes, missing.block))) {
        std::shared_ptr<const storage::PackageRow> package;
        if (const auto found = request_.pending->find(entry.key.sha256); found != request_.pending->end()) {
            package = found->second;
        } else {
            auto row = TRY(storage::find_package(tx, request_.repository, entry.key.sha256));
            if (!row)
                return Error(Fault::corrupt,
                             "the catalog lacks package " + entry.key.sha256.hex() + "; run slipwayd fsck");
            row->documents = TRY(storage::documents_of(tx, request_.repository, entry.key.sha256));
            package = std::make_shared<const storage::PackageRow>(std::move(*row));
        }
        TRY(append_texts(texts, missing.distro, missing.component, *package));
    }
    return texts;
}

Result<> IndexRendering::compress(const MissingBlock& missing, const Output& output, const std::string& text) {
    const auto segment = TRY(index::render_segment(output.form, text));
    const PlacedSegment place{TRY(parts_.segments.append(segment.bytes)), segment.info};
    parts_.counts.bytes_written.fetch_add(segment.bytes.size(), std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    segments_[{missing.block, output.document, output.form, missing.variant}] = place;
    new_segments_.push_back(row_of(missing.block, output, missing.variant, place));
    return {};
}

Result<> IndexRendering::digest(RenderedIndex& index, RenderedFile& file) {
    std::vector<index::SegmentInfo> infos;
    for (const auto& block : index.blocks) {
        // No lock: the wave that filled the map is over.
        file.segments.push_back(segments_.at({block, file.output.document, file.output.form, index.variant}));
        infos.push_back(file.segments.back().info);
    }
    file.joint = TRY(index::join_segments(file.output.form, header_of(file.output.document, index.count), infos,
                                          footer_of(file.output.document)));
    Sha256Hasher hasher;
    hasher.update(file.joint.before);
    file.size = file.joint.before.size() + file.joint.after.size();
    for (const auto& [extent, info] : file.segments) {
        hasher.update(TRY(parts_.segments.store().read(extent)));
        file.size += extent.length;
    }
    hasher.update(file.joint.after);
    file.sha256 = hasher.finish();
    parts_.counts.bytes_hashed.fetch_add(file.size, std::memory_order_relaxed);
    return {};
}

}  // namespace slipway::publishing
