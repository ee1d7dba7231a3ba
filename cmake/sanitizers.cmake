include_guard()
if(SLIPWAY_SANITIZE)
    add_compile_options(-fsanitize=${SLIPWAY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    if(SLIPWAY_SANITIZE MATCHES thread)
        # Asio has fences, which GCC's ThreadSanitizer does not see; the scheduler's mutex orders the same accesses.
        add_compile_options(-Wno-tsan)
    endif()
    add_link_options(-fsanitize=${SLIPWAY_SANITIZE})
endif()
