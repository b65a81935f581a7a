"""One extract against one contract: verdict, quarantine, receipt and store."""
