// The texts of a package in its row of `package_texts`: one zstd frame whose content is, per document, its length in
// 8 bytes (big-endian) and its bytes. The frame states its content's size and carries a checksum, so damage is noticed.
//
// zstd at its default level makes half of a deb's stanza and a fifth or less of an rpm's file list, at some hundred
// MB/s: the catalog stays small enough to be cached, and rendering a block reads less.

#include "storage/catalog/document_texts.hpp"

#include <zstd.h>

#include <memory>
#include <new>

namespace slipway::storage {
namespace {

constexpr int compression_level = ZSTD_CLEVEL_DEFAULT;

/// No package has texts of this size: what claims more is damaged, and must not make us allocate it.
constexpr std::uint64_t documents_limit = std::uint64_t{1} << 30;

struct FreeCompressor {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

Error damaged(const std::string& what) { return Error(Fault::corrupt, "the stored texts of a package: " + what); }

std::string compress(ByteView text) {
    const std::unique_ptr<ZSTD_CCtx, FreeCompressor> context(ZSTD_createCCtx());
    if (!context) throw std::bad_alloc();
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, compression_level);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    std::string frame(ZSTD_compressBound(text.size()), '\0');
    const std::size_t length = ZSTD_compress2(context.get(), frame.data(), frame.size(), text.data(), text.size());
    if (ZSTD_isError(length)) throw std::bad_alloc();  // the only way it fails when the bound is respected
    frame.resize(length);
    return frame;
}

Result<std::string> decompress(ByteView frame) {
    const auto size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > documents_limit)
        return damaged("not a zstd frame of a plausible size");
    std::string text(static_cast<std::size_t>(size), '\0');
    const std::size_t length = ZSTD_decompress(text.data(), text.size(), frame.data(), frame.size());
    if (ZSTD_isError(length)) return damaged(ZSTD_getErrorName(length));
    if (length != text.size()) return damaged("shorter than the frame says");
    return text;
}

}  // namespace

std::string pack_documents(const std::vector<std::string>& documents) {
    std::string text;
    for (const std::string& document : documents) {
        append_big_endian_64(text, document.size());
        text += document;
    }
    return compress(text);
}

Result<std::vector<std::string>> unpack_documents(ByteView packed) {
    const std::string text = TRY(decompress(packed));
    std::vector<std::string> documents;
    ByteView rest = text;
    while (!rest.empty()) {
        if (rest.size() < 8) return damaged("a length is cut off");
        const std::uint64_t length = big_endian_64(as_unsigned(rest.data()));
        rest.remove_prefix(8);
        if (length > rest.size()) return damaged("a document is cut off");
        documents.emplace_back(rest.substr(0, static_cast<std::size_t>(length)));
        rest.remove_prefix(static_cast<std::size_t>(length));
    }
    return documents;
}

}  // namespace slipway::storage
