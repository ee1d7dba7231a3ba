// The texts of a package in its row of `package_texts`: one zstd frame whose content is, per document, its length in
// 8 bytes (big-endian) and its bytes. The frame states its content's size and carries a checksum, so damage is noticed.
//
// zstd at its default level makes half of a deb's stanza and a fifth or less of an rpm's file list, at some hundred
// MB/s: the catalog stays small enough to be cached, and rendering a block reads less.

#include "storage/catalog/document_texts.hpp"

#include <zstd.h>

#include <algorithm>
#include <memory>
#include <new>

namespace slipway::storage {
namespace {

constexpr int compression_level = ZSTD_CLEVEL_DEFAULT;

/// No package has texts of this size: what claims more is damaged, and must not make us allocate it.
constexpr std::uint64_t documents_limit = std::uint64_t{1} << 30;

constexpr std::size_t length_bytes = 8;

struct FreeCompressor {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

struct FreeDecompressor {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
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

Result<std::size_t> unpacked_size(ByteView frame) {
    const auto size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > documents_limit)
        return damaged("not a zstd frame of a plausible size");
    return static_cast<std::size_t>(size);
}

Result<std::string> decompress(ByteView frame) {
    std::string text(TRY(unpacked_size(frame)), '\0');
    const std::size_t length = ZSTD_decompress(text.data(), text.size(), frame.data(), frame.size());
    if (ZSTD_isError(length)) return damaged(ZSTD_getErrorName(length));
    if (length != text.size()) return damaged("shorter than the frame says");
    return text;
}

/// The first `most` bytes; all where there are no more, which zstd then checks by the frame's checksum.
Result<std::string> decompress_beginning(ByteView frame, std::size_t most) {
    const std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context(ZSTD_createDCtx());
    if (!context) throw std::bad_alloc();
    std::string text(std::min(TRY(unpacked_size(frame)), most), '\0');
    ZSTD_inBuffer in{frame.data(), frame.size(), 0};
    ZSTD_outBuffer out{text.data(), text.size(), 0};
    std::size_t left = 1;  // 0: the frame has ended
    while (left != 0 && in.pos < in.size && out.pos < out.size) {
        left = ZSTD_decompressStream(context.get(), &out, &in);
        if (ZSTD_isError(left)) return damaged(ZSTD_getErrorName(left));
    }
    if (out.pos < out.size) return damaged("shorter than the frame says");
    return text;
}

Result<std::size_t> length_at(ByteView text) {
    if (text.size() < length_bytes) return damaged("a length is cut off");
    const std::uint64_t length = big_endian_64(as_unsigned(text.data()));
    if (length > documents_limit) return damaged("a length that no document has");
    return static_cast<std::size_t>(length);
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
        const std::size_t length = TRY(length_at(rest));
        rest.remove_prefix(length_bytes);
        if (length > rest.size()) return damaged("a document is cut off");
        documents.emplace_back(rest.substr(0, length));
        rest.remove_prefix(length);
    }
    return documents;
}

Result<std::string> unpack_first_document(ByteView packed, std::size_t most) {
    std::string text = TRY(decompress_beginning(packed, length_bytes + most));
    if (text.empty()) return text;
    const std::size_t length = std::min(TRY(length_at(text)), most);
    text.erase(0, length_bytes);
    if (length > text.size()) return damaged("a document is cut off");
    text.resize(length);
    return text;
}

}  // namespace slipway::storage
