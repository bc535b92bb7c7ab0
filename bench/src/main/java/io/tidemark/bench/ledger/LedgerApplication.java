package io.tidemark.bench.ledger;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** An application that embeds the ledger and says nothing else. */
@SpringBootConfiguration
@EnableAutoConfiguration
class LedgerApplication {}
